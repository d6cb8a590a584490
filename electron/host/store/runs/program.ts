/** True for the client's own command line (`wandb sync`), which is never the script of a run. */
export function isClientProgram(program: string): boolean {
  return /(^|[\\/])wandb(\.exe|-script\.py)?$|(^|[\\/])wandb[\\/](__main__|cli[\\/]cli)\.py$/.test(program);
}
