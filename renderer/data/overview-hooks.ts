import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ProjectEdit, ProjectOverview } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { queryKeys } from './keys.ts';
import { useData } from './provider.tsx';

/** A project at one glance; live. */
export function useProjectOverview(project: ProjectPath): UseQueryResult<ProjectOverview> {
  const { api } = useData();
  return useQuery({
    queryKey: queryKeys.projectOverview(project),
    queryFn: ({ signal }) => api.projectOverview(project, signal),
  });
}

/** Changes what is said of a project; the overview shows it when the host has it. */
export function useEditProject(project: ProjectPath) {
  const { api, queries } = useData();
  return useMutation<ProjectOverview, Error, ProjectEdit>({
    mutationFn: (edit) => api.editProject(project, edit),
    onSuccess: (overview) => {
      queries.setQueryData(queryKeys.projectOverview(project), overview);
      void queries.invalidateQueries({ queryKey: queryKeys.projects });
    },
  });
}
