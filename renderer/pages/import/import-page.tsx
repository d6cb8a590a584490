import type { ReactElement } from 'react';
import { asProblem } from '#shared/errors';
import { useBundleAct, useImportAct, useImports, useLogScan, useLookAtBundle } from '#ui/data';
import { cx, ErrorNotice, Skeleton } from '#ui/widgets';
import { FoundBundle } from '../bundles/found-bundle.tsx';
import { BundleJobs } from '../bundles/job-list.tsx';
import page from '../page.module.css';
import { Chooser } from './chooser.tsx';
import { isBundlePath } from './drop.ts';
import { Found } from './found.tsx';
import { Opened } from './opened.tsx';
import { strings } from './strings.ts';
import { Watched } from './watched.tsx';

/** `/import`: opens offline logs and TensorBoard folders of this machine. */
export function ImportPage(): ReactElement {
  const imports = useImports();
  const scan = useLogScan();
  const act = useImportAct();
  const look = useLookAtBundle();
  const bundle = useBundleAct();
  const error = act.error ?? bundle.error ?? look.error ?? scan.error ?? imports.error;
  const problem = error === null ? undefined : asProblem(error).toData();
  const watched = imports.data?.watched ?? [];
  return (
    <div className={cx(page.page, page.narrow)}>
      <h1 className={page.title}>{strings.title}</h1>
      <p className={page.lead}>{strings.lead}</p>
      <section className={page.section}>
        <Chooser
          isBusy={scan.isPending || look.isPending || bundle.isPending}
          onPath={(path) => {
            scan.reset();
            look.reset();
            bundle.reset();
            if (isBundlePath(path)) look.mutate(path);
            else scan.mutate(path);
          }}
          onFile={(file) => bundle.mutate({ kind: 'upload', name: file.name, body: file })}
        />
      </section>
      {problem === undefined ? undefined : (
        <div className={page.section}>
          <ErrorNotice title={problem.message} tip={problem.tip} />
        </div>
      )}
      {look.data === undefined ? undefined : (
        <FoundBundle
          look={look.data}
          isBusy={bundle.isPending}
          onImport={() => bundle.mutate({ kind: 'import', path: look.data.path }, { onSuccess: () => look.reset() })}
        />
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
      <BundleJobs />
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
