import type { ReactElement } from 'react';
import { asProblem } from '#shared/errors';
import { useImportAct, useImports, useLogScan } from '#ui/data';
import { cx, ErrorNotice, Skeleton } from '#ui/widgets';
import page from '../page.module.css';
import { Chooser } from './chooser.tsx';
import { Found } from './found.tsx';
import { Opened } from './opened.tsx';
import { strings } from './strings.ts';
import { Watched } from './watched.tsx';

/** `/import`: opens offline logs and TensorBoard folders of this machine. */
export function ImportPage(): ReactElement {
  const imports = useImports();
  const scan = useLogScan();
  const act = useImportAct();
  const error = act.error ?? scan.error ?? imports.error;
  const problem = error === null ? undefined : asProblem(error).toData();
  const watched = imports.data?.watched ?? [];
  return (
    <div className={cx(page.page, page.narrow)}>
      <h1 className={page.title}>{strings.title}</h1>
      <p className={page.lead}>{strings.lead}</p>
      <section className={page.section}>
        <Chooser isBusy={scan.isPending} onPath={(path) => scan.mutate(path)} />
      </section>
      {problem === undefined ? undefined : (
        <div className={page.section}>
          <ErrorNotice title={problem.message} tip={problem.tip} />
        </div>
      )}
      {scan.data === undefined ? undefined : (
        <Found
          scan={scan.data}
          isWatched={watched.some((folder) => folder.path === scan.data.path)}
          isBusy={act.isPending}
          onOpen={(paths) => act.mutate({ kind: 'start', paths }, { onSuccess: () => scan.reset() })}
          onWatch={() => act.mutate({ kind: 'watch', path: scan.data.path, isOn: true })}
        />
      )}
      {watched.length === 0 ? undefined : (
        <Watched folders={watched} onUnwatch={(path) => act.mutate({ kind: 'watch', path, isOn: false })} />
      )}
      {imports.data === undefined ? (
        <section className={page.section}>
          <Skeleton height="6rem" />
        </section>
      ) : (
        <Opened items={imports.data.items} onAct={act.mutate} />
      )}
    </div>
  );
}
