export type Shell = 'bash' | 'fish' | 'powershell' | 'python';

export const SHELLS: readonly { readonly value: Shell; readonly label: string }[] = [
  { value: 'bash', label: 'bash, zsh' },
  { value: 'fish', label: 'fish' },
  { value: 'powershell', label: 'PowerShell' },
  { value: 'python', label: 'Python' },
];

/** Seconds between two sends of the client; its own default is 15. Read by wandb from 0.25 on. */
const TRANSMIT_NAME = 'WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL';

/** What a person pastes: the address, the key, the start of the script. `isQuick` adds the line for a send each second. */
export function connectLines(shell: Shell, address: string, apiKey: string, isQuick: boolean): string[] {
  const pairs: [string, string][] = [
    ['WANDB_BASE_URL', address],
    ['WANDB_API_KEY', apiKey],
  ];
  if (isQuick) pairs.push([TRANSMIT_NAME, '1']);
  switch (shell) {
    case 'bash':
      return [...pairs.map(([name, value]) => `export ${name}=${quoteIfNeeded(value)}`), 'python train.py'];
    case 'fish':
      return [...pairs.map(([name, value]) => `set -gx ${name} ${quoteIfNeeded(value)}`), 'python train.py'];
    case 'powershell':
      return [...pairs.map(([name, value]) => `$env:${name} = "${value}"`), 'python train.py'];
    case 'python':
      return ['import os', ...pairs.map(([name, value]) => `os.environ["${name}"] = "${value}"`)];
  }
}

function quoteIfNeeded(value: string): string {
  return /^[\w.:/@%+-]+$/.test(value) ? value : `'${value}'`;
}

/** The shell this machine's people most likely use. */
export function likelyShell(platform: string): Shell {
  return platform.startsWith('Win') ? 'powershell' : 'bash';
}
