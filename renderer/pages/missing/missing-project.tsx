import { Compass } from 'lucide-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ProjectPath } from '#shared/units';
import { Button, EmptyState } from '#ui/widgets';
import { strings } from '../strings.ts';

/** A project that is not there yet, or no more: it comes into being with its first run. */
export function MissingProject({ project }: { readonly project: ProjectPath }): ReactElement {
  return (
    <EmptyState
      isPage
      title={strings.noProject(project.project)}
      icon={<Compass size={28} aria-hidden />}
      actions={
        <>
          <Link href="/" asChild>
            <Button>{strings.goHome}</Button>
          </Link>
          <Link href="/connect" asChild>
            <Button kind="primary">{strings.addProject}</Button>
          </Link>
        </>
      }
    >
      <p>{strings.noProjectText(project.entity)}</p>
      <p>
        <code>wandb.init(project={JSON.stringify(project.project)})</code>
      </p>
    </EmptyState>
  );
}
