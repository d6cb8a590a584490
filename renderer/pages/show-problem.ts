import { asProblem } from '#shared/errors';
import { showToast } from '#ui/widgets';

/** Says why something was not done, and what to do about it. */
export function showProblem(error: unknown): void {
  const { message, tip } = asProblem(error).toData();
  showToast(message, { kind: 'error', text: tip });
}
