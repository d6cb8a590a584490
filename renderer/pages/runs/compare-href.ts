import type { RunHead } from '#shared/api';
import { projectHref } from '#shared/units';

/** The page that shows runs side by side, the first of them as what others are measured by. */
export function compareHref(heads: readonly RunHead[]): string {
  const [first] = heads;
  const runs = heads.map((head) => encodeURIComponent(head.path.run)).join(',');
  return first === undefined ? '/' : `${projectHref(first.path)}/compare?runs=${runs}`;
}
