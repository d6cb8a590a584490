import { useLocation } from 'wouter';
import { runHref, type ProjectPath } from '#shared/units';

/** Leads to the page of a run by its short id, or opens it in a tab of its own. */
export function useOpenRun(project: ProjectPath): (run: string, isNewTab: boolean) => void {
  const [, navigate] = useLocation();
  return (run, isNewTab) => {
    const href = runHref({ ...project, run });
    if (isNewTab) globalThis.open(href, '_blank', 'noopener');
    else navigate(href);
  };
}
