import { create } from 'zustand';
import type { ProjectPath } from '#shared/units';

/** Which step is looked at: the newest (also of a run that goes on), or one that a person chose. */
export type StepChoice = { readonly kind: 'newest' } | { readonly kind: 'step'; readonly step: number };

export const NEWEST: StepChoice = { kind: 'newest' };

interface SharedSteps {
  readonly byProject: Readonly<Record<string, StepChoice>>;
  readonly set: (project: ProjectPath, choice: StepChoice) => void;
}

/** The step that all linked media panels of a project show. */
export const sharedSteps = create<SharedSteps>((set) => ({
  byProject: {},
  set: (project, choice) => set((state) => ({ byProject: { ...state.byProject, [projectName(project)]: choice } })),
}));

/** The name of a project in the store. */
export function projectName({ entity, project }: ProjectPath): string {
  return JSON.stringify([entity, project]);
}
