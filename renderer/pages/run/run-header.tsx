import {
  Activity,
  ChartSpline,
  CircleStop,
  Code,
  FileText,
  FolderOpen,
  Info,
  MoreHorizontal,
  Package,
  Pencil,
  Plus,
} from 'lucide-react';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import type { RunDetail, RunHead } from '#shared/api';
import { formatDuration, projectHref, runHref, type RunPath } from '#shared/units';
import { useEditRun, useNow, useRunArtifacts, useStopRun } from '#ui/data';
import {
  Button,
  Chip,
  ColorDot,
  colorFor,
  ConfirmDialog,
  copyText,
  IconButton,
  LinkTabs,
  Menu,
  showToast,
  StateBadge,
  TextField,
} from '#ui/widgets';
import { ExportDialog } from '../bundles/export-dialog.tsx';
import { strings as bundleStrings } from '../bundles/strings.ts';
import { SendDialog } from '../sync/send-dialog.tsx';
import { LockSign } from '../lock/lock-sign.tsx';
import { strings as lockStrings } from '../lock/strings.ts';
import { useLock } from '../lock/use-lock.ts';
import { strings as moveStrings } from '../move/strings.ts';
import { strings as syncStrings } from '../sync/strings.ts';
import { withLocalTimes, workedMs } from '../time.ts';
import { useTrashActs } from '../trash/use-trash-acts.ts';
import { DeleteDialog } from '../runs/delete-dialog.tsx';
import { Neighbours } from './neighbours.tsx';
import type { RunTab } from './run-page.tsx';
import styles from './run.module.css';
import { strings } from './strings.ts';

/** Not many runs are moved. */
const MoveDialog = lazy(async () => ({ default: (await import('../move/move-dialog.tsx')).MoveDialog }));

interface RunHeaderProps {
  readonly path: RunPath;
  readonly detail: RunDetail;
  readonly tab: RunTab;
}

/** Name, state, runtime, tags and what can be done with the run; the tabs below. */
export function RunHeader({ path, detail, tab }: RunHeaderProps): ReactElement {
  const { head } = detail;
  const base = runHref(path);
  const artifacts = useRunArtifacts(path).data;
  const artifactCount = (artifacts?.inputs.length ?? 0) + (artifacts?.outputs.length ?? 0);
  const item = (name: RunTab, label: string, icon: ReactElement, count?: number) => ({
    href: name === 'charts' ? base : `${base}/${name}`,
    label,
    icon,
    isCurrent: name === tab,
    ...(count === undefined || count === 0 ? {} : { count: count.toLocaleString('en-US') }),
  });
  return (
    <header className={styles.header}>
      <div className={styles.headLine}>
        <ColorDot color={colorFor(head.ordinal, head.color)} />
        <RunName path={path} name={head.displayName} />
        <LockSign head={head} isWorded />
        <StateBadge state={head.state} />
        <Reason path={path} detail={detail} />
        <Runtime head={head} />
        <span className={styles.spring} />
        <Neighbours path={path} tab={tab} />
        <RunActs path={path} head={head} />
      </div>
      <Tags path={path} tags={head.tags} />
      <LinkTabs
        label={strings.group}
        items={[
          item('charts', strings.charts, <ChartSpline size={15} aria-hidden />),
          item('overview', strings.overview, <Info size={15} aria-hidden />),
          item('system', strings.system, <Activity size={15} aria-hidden />),
          item('logs', strings.logs, <FileText size={15} aria-hidden />, detail.consoleLineCount),
          item('files', strings.files, <FolderOpen size={15} aria-hidden />, detail.fileCount),
          item('code', strings.code, <Code size={15} aria-hidden />),
          item('artifacts', strings.artifacts, <Package size={15} aria-hidden />, artifactCount),
        ]}
      />
    </header>
  );
}

/** Why the run is in its state; where it ended badly, the way to what it said last. */
function Reason({ path, detail }: { readonly path: RunPath; readonly detail: RunDetail }): ReactElement | undefined {
  const { state, stateReason } = detail.head;
  if (stateReason === '') return undefined;
  const text = withLocalTimes(stateReason);
  if ((state !== 'failed' && state !== 'crashed') || detail.consoleLineCount === 0)
    return (
      <span className={styles.reason} title={text}>
        {text}
      </span>
    );
  return (
    <Link href={`${runHref(path)}/logs`} className={styles.reason} title={`${text} · ${strings.lastWords}`}>
      {text}
    </Link>
  );
}

/** The name, changed in place: Enter saves, Escape leaves it as it was. */
function RunName({ path, name }: { readonly path: RunPath; readonly name: string }): ReactElement {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const { mutate: edit } = useEditRun();
  const save = (): void => {
    const text = draft?.trim() ?? '';
    setDraft(undefined);
    if (text !== '' && text !== name) edit({ path, edit: { displayName: text } }, { onError: sayFailed });
  };
  if (draft === undefined) {
    return (
      <h1 className={styles.name}>
        <button
          type="button"
          className={styles.nameButton}
          title={`${name} · ${strings.rename}`}
          onClick={() => setDraft(name)}
        >
          <span className={styles.nameText}>{name}</span>
          <Pencil size={13} aria-label={strings.rename} className={styles.pencil} />
        </button>
      </h1>
    );
  }
  return (
    <TextField
      label={strings.name}
      isLabelHidden
      autoFocus
      className={styles.nameField}
      value={draft}
      onValue={setDraft}
      onFocus={(event) => event.target.select()}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}

/** How long the run has been going; counts on while it runs. */
function Runtime({ head }: { readonly head: RunHead }): ReactElement {
  const isLive = head.state === 'running';
  const now = useNow(1000, isLive);
  const durationMs = isLive ? workedMs(head, now) : head.durationMs;
  return (
    <span className={styles.runtime} title={strings.runtime}>
      {formatDuration(isLive ? Math.floor(durationMs / 1000) * 1000 : durationMs)}
    </span>
  );
}

function Tags({ path, tags }: { readonly path: RunPath; readonly tags: readonly string[] }): ReactElement {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const { mutate } = useEditRun();
  const save = (next: readonly string[]): void => mutate({ path, edit: { tags: next } }, { onError: sayFailed });
  const add = (): void => {
    const tag = draft?.trim() ?? '';
    setDraft(undefined);
    if (tag !== '' && !tags.includes(tag)) save([...tags, tag]);
  };
  return (
    <div className={styles.tags} role="group" aria-label={strings.tags}>
      {tags.map((tag) => (
        <Chip key={tag} removeLabel={strings.removeTag(tag)} onRemove={() => save(tags.filter((one) => one !== tag))}>
          {tag}
        </Chip>
      ))}
      {draft === undefined ? (
        <button type="button" className={styles.addTag} onClick={() => setDraft('')}>
          <Plus size={12} aria-hidden /> {strings.addTag}
        </button>
      ) : (
        <TextField
          label={strings.addTag}
          isLabelHidden
          autoFocus
          size="small"
          className={styles.tagField}
          value={draft}
          onValue={setDraft}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
            if (event.key === 'Escape') setDraft(undefined);
          }}
        />
      )}
    </div>
  );
}

function RunActs({ path, head }: { readonly path: RunPath; readonly head: RunHead }): ReactElement {
  const [asking, setAsking] = useState<'stop' | 'delete' | 'export' | 'send' | 'move' | undefined>(undefined);
  const [, navigate] = useLocation();
  const { mutate: stop } = useStopRun();
  const trash = useTrashActs(path);
  const lock = useLock(path);
  const isLocked = head.isLocked === true;
  const unlessLocked = isLocked ? { isDisabled: true, note: lockStrings.note } : {};
  const close = (): void => setAsking(undefined);
  const text = `${path.entity}/${path.project}/${path.run}`;
  const copy = (what: string): void =>
    void copyText(what).then((isCopied) => showToast(isCopied ? strings.copied : strings.copyFailed));
  return (
    <>
      {head.state === 'running' ? (
        <Button size="small" icon={<CircleStop size={14} aria-hidden />} onClick={() => setAsking('stop')}>
          {strings.stop}
        </Button>
      ) : undefined}
      <Menu
        align="end"
        trigger={
          <IconButton label={strings.more} size="small">
            <MoreHorizontal size={16} aria-hidden />
          </IconButton>
        }
        entries={[
          { kind: 'action', label: strings.copyPath, note: text, run: () => copy(text) },
          { kind: 'action', label: strings.copyId, note: path.run, run: () => copy(path.run) },
          { kind: 'separator' },
          { kind: 'action', label: bundleStrings.menu, run: () => setAsking('export') },
          { kind: 'action', label: syncStrings.menu, run: () => setAsking('send') },
          { kind: 'action', label: moveStrings.menu, ...unlessLocked, run: () => setAsking('move') },
          {
            kind: 'action',
            label: isLocked ? lockStrings.unlock : lockStrings.lock,
            run: () => lock([head], !isLocked),
          },
          { kind: 'action', label: strings.delete, isDanger: true, ...unlessLocked, run: () => setAsking('delete') },
        ]}
      />
      <SendDialog runs={asking === 'send' ? [path] : []} onClose={close} />
      {asking === 'move' ? (
        <Suspense>
          <MoveDialog
            heads={[head]}
            onClose={close}
            onMoved={(_heads, to) => navigate(runHref({ ...to, run: path.run }))}
          />
        </Suspense>
      ) : undefined}
      <ExportDialog
        what={asking === 'export' ? { runs: [path], title: head.displayName } : undefined}
        onClose={close}
      />
      <ConfirmDialog
        isOpen={asking === 'stop'}
        onClose={close}
        title={strings.stopTitle}
        action={strings.stop}
        onConfirm={() => stop(path, { onSuccess: () => showToast(strings.stopAsked), onError: sayFailed })}
      >
        {strings.stopText}
      </ConfirmDialog>
      <DeleteDialog
        heads={asking === 'delete' ? [head] : []}
        onClose={close}
        onConfirm={() =>
          void trash.remove([path.run]).then((isGone) => {
            if (isGone) navigate(projectHref(path));
          })
        }
      />
    </>
  );
}

function sayFailed(error: Error): void {
  showToast(strings.failed, { kind: 'error', text: error.message });
}
