import type { ReactElement, ReactNode } from 'react';
import type { ArtifactRemoval } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useArtifactRemoval, useDeleteArtifact, type CollectionPath } from '#ui/data';
import { ConfirmDialog, ErrorNotice, showToast } from '#ui/widgets';
import styles from './artifacts.module.css';
import { strings } from './strings.ts';

export interface RemoveDialogProps {
  /** Without `version` the whole collection. */
  readonly path: CollectionPath & { readonly version?: string };
  readonly isLinks: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says what goes and how much space comes back, then deletes. The name is typed, but for a link: what it leads to stays. */
export function RemoveDialog({ path, isLinks, isOpen, onClose, onDone }: RemoveDialogProps): ReactElement {
  const removal = useArtifactRemoval(path, isOpen);
  const remove = useDeleteArtifact();
  const { version } = path;
  const isVersion = version !== undefined;
  const name = isVersion ? `${path.collection}:${version}` : path.collection;
  const isLink = isVersion && isLinks;
  const isTyped = !isLink || (removal.data?.aliases.length ?? 0) > 0;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={isLink ? strings.removeLinkTitle(name) : strings.removeTitle(name)}
      action={isLink ? strings.removeLinkAct : isVersion ? strings.removeAct : strings.removeCollectionAct}
      isDanger
      // While it is not known what would go, nothing can be confirmed: nobody types an empty name by accident.
      {...(isTyped || removal.data === undefined ? { typedName: name } : {})}
      onConfirm={() =>
        remove.mutate(path, {
          onSuccess: () => {
            showToast(strings.removed, { text: name });
            onDone();
          },
          onError: (error) => showToast(strings.removeFailed, { kind: 'error', text: asProblem(error).message }),
        })
      }
    >
      {removal.error !== null ? (
        <ErrorNotice title={asProblem(removal.error).message} onRetry={() => void removal.refetch()} />
      ) : removal.data === undefined ? (
        <p>{strings.reckoning}</p>
      ) : (
        <Words removal={removal.data} isLink={isLinks} isVersion={isVersion} />
      )}
    </ConfirmDialog>
  );
}

function Words({
  removal,
  isLink,
  isVersion,
}: {
  readonly removal: ArtifactRemoval;
  readonly isLink: boolean;
  readonly isVersion: boolean;
}): ReactNode {
  const { freedBytes, freedFiles, sharedBytes, aliases, links, readerCount, versionCount } = removal;
  return (
    <ul className={styles.removal}>
      {isVersion || isLink ? undefined : <li>{strings.goesWith(versionCount)}</li>}
      <li>
        <strong title={strings.freesExact(freedBytes)}>{strings.frees(freedBytes, freedFiles)}</strong>
      </li>
      {isLink ? <li>{strings.linkOnly}</li> : undefined}
      {sharedBytes > 0 ? <li>{strings.shared(sharedBytes)}</li> : undefined}
      {aliases.length > 0 ? <li>{strings.hasAliases(aliases)}</li> : undefined}
      {links.length > 0 ? <li>{strings.hasLinks(links)}</li> : undefined}
      {readerCount > 0 ? <li>{strings.hasReaders(readerCount)}</li> : undefined}
    </ul>
  );
}
