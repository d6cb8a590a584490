import { strings } from '../strings.ts';

export type Shell = 'bash' | 'fish' | 'powershell' | 'python';

export const SHELLS: readonly { readonly value: Shell; readonly label: string }[] = [
  { value: 'bash', label: strings.shellNames.bash },
  { value: 'fish', label: strings.shellNames.fish },
  { value: 'powershell', label: strings.shellNames.powershell },
  { value: 'python', label: strings.shellNames.python },
];

/** Environment variables of a script, in order. */
export type Environment = readonly (readonly [name: string, value: string])[];

/** What a person pastes: the variables, then the start of the script. */
export function connectLines(shell: Shell, environment: Environment): string[] {
  switch (shell) {
    case 'bash':
      return [...environment.map(([name, value]) => `export ${name}=${quoteIfNeeded(value)}`), 'python train.py'];
    case 'fish':
      return [...environment.map(([name, value]) => `set -gx ${name} ${quoteIfNeeded(value)}`), 'python train.py'];
    case 'powershell':
      return [...environment.map(([name, value]) => `$env:${name} = "${value}"`), 'python train.py'];
    case 'python':
      return ['import os', ...environment.map(([name, value]) => `os.environ["${name}"] = "${value}"`)];
  }
}

function quoteIfNeeded(value: string): string {
  return /^[\w.:/@%+-]+$/.test(value) ? value : `'${value}'`;
}

/** The shell this machine's people most likely use. */
export function likelyShell(platform: string): Shell {
  return platform.startsWith('Win') ? 'powershell' : 'bash';
}
