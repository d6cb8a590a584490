import { useState, type ReactElement } from 'react';
import type { RunHead } from '#shared/api';
import { asProblem, type Problem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';
import { useProjects } from '#ui/data';
import { Button, Dialog, ErrorNotice, TextField } from '#ui/widgets';
import { splitLocked } from '../lock/split.ts';
import { strings as lockStrings } from '../lock/strings.ts';
import styles from './move.module.css';
import { strings } from './strings.ts';
import { targetsFor, type MoveTarget } from './targets.ts';
import { useMove } from './use-move.ts';

/** States in which a script may still write to the run's address, or has yet to begin. */
const ALIVE: ReadonlySet<RunHead['state']> = new Set(['running', 'preempting', 'pending']);
const NAMED = 3;

export interface MoveDialogProps {
  /** Runs of one project; none = closed. */
  readonly heads: readonly RunHead[];
  readonly onClose: () => void;
  readonly onMoved?: (heads: readonly RunHead[], to: ProjectPath) => void;
}

/** Asks which project runs are to lie in. */
export function MoveDialog(props: MoveDialogProps): ReactElement | undefined {
  const [first] = props.heads;
  return first === undefined ? undefined : <OpenMove {...props} from={first.path} />;
}

function OpenMove({ heads, from, onClose, onMoved }: MoveDialogProps & { readonly from: ProjectPath }): ReactElement {
  const projects = useProjects().data ?? [];
  const move = useMove();
  const [text, setText] = useState('');
  const [isMoving, setMoving] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const { found, meant } = targetsFor(projects, from, text);
  const { free, locked } = splitLocked(heads);
  const going = free.filter((head) => !ALIVE.has(head.state));
  const alive = free.filter((head) => ALIVE.has(head.state));
  const isReady = meant !== undefined && going.length > 0 && !isMoving;
  const confirm = (): void => {
    if (!isReady) return;
    setMoving(true);
    setProblem(undefined);
    move(going, { entity: from.entity, project: from.project }, meant.path).then(
      () => {
        onMoved?.(going, meant.path);
        onClose();
      },
      (error: unknown) => {
        setMoving(false);
        setProblem(asProblem(error));
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.title(heads.length, heads[0]?.displayName ?? '')}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          <Button kind="primary" disabled={!isReady} onClick={confirm}>
            {strings.act(going.length)}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label={strings.field}
          placeholder={strings.hint}
          value={text}
          onValue={setText}
          autoFocus
          onKeyDown={(event) => {
            if (event.key === 'Enter') confirm();
          }}
        />
        <TargetList found={found} meant={meant} onChoose={setText} />
        <Notes going={going} alive={alive} locked={locked} project={from.project} />
        {problem === undefined ? undefined : <ErrorNotice title={problem.message} tip={problem.toData().tip} />}
      </div>
    </Dialog>
  );
}

function TargetList({
  found,
  meant,
  onChoose,
}: {
  readonly found: readonly MoveTarget[];
  readonly meant: MoveTarget | undefined;
  readonly onChoose: (label: string) => void;
}): ReactElement {
  const isNew = meant !== undefined && meant.runCount === undefined;
  return (
    <div className={styles.list} role="group" aria-label={strings.list}>
      {isNew ? (
        <button type="button" className={styles.project} aria-pressed onClick={() => onChoose(meant.label)}>
          <span className={styles.name}>{strings.newProject(meant.label)}</span>
        </button>
      ) : undefined}
      {found.map(({ label, runCount }) => (
        <button
          key={label}
          type="button"
          className={styles.project}
          aria-pressed={label === meant?.label}
          onClick={() => onChoose(label)}
        >
          <span className={styles.name}>{label}</span>
          <span className={styles.count}>{strings.runCount(runCount ?? 0)}</span>
        </button>
      ))}
      {found.length === 0 && !isNew ? <p className={styles.none}>{strings.none}</p> : undefined}
    </div>
  );
}

/** What goes with the runs, what stays, and which of them cannot go. */
function Notes({
  going,
  alive,
  locked,
  project,
}: {
  readonly going: readonly RunHead[];
  readonly alive: readonly RunHead[];
  readonly locked: readonly RunHead[];
  readonly project: string;
}): ReactElement {
  const ofSweeps = going.filter((head) => head.sweep !== undefined).length;
  return (
    <div className={styles.notes}>
      {alive.length === 0 ? undefined : (
        <p role="status">
          <strong>{strings.alive(...namesOf(alive))}</strong>
        </p>
      )}
      {locked.length === 0 ? undefined : (
        <p role="status">
          <strong>{lockStrings.notMoved(...namesOf(locked))}</strong>
        </p>
      )}
      {going.length === 0 ? undefined : <p>{going.length === 1 ? strings.wholeOne : strings.whole}</p>}
      {going.length === 0 ? undefined : <p>{strings.artifacts(project)}</p>}
      {ofSweeps === 0 ? undefined : <p>{strings.sweeps(ofSweeps)}</p>}
    </div>
  );
}

/** The first names, and how many others there are. */
function namesOf(heads: readonly RunHead[]): [names: readonly string[], more: number] {
  const names = heads.slice(0, NAMED).map((head) => head.displayName);
  return [names, heads.length - names.length];
}
