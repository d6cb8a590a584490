import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RunHead } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useEditRuns, useFetchAllHeads } from '#ui/data';
import { MOST_LISTED, useBoard, type BoardStore } from '#ui/panels';
import { Button, IconButton, paletteColor, paletteSize, showToast } from '#ui/widgets';
import { RunColorsChoice } from '../run-colors-choice.tsx';
import { ColumnPicker } from '../runs/column-picker.tsx';
import { columnsOf, describe, type Column, type RunField } from '../runs/columns.ts';
import { runQueryOf, type RunSearch } from './run-query.ts';
import { showProblem } from '../show-problem.ts';
import { strings } from './strings.ts';
import styles from './workspace.module.css';

export interface ListLookProps {
  readonly project: ProjectPath;
  readonly columns: readonly Column[];
  readonly store: BoardStore;
  readonly search: RunSearch;
}

/** What each row of the list shows beside a name, and the colours of all runs. */
export function ListLook(props: ListLookProps): ReactElement {
  return (
    <>
      <ListedColumns {...props} />
      <Colors {...props} />
    </>
  );
}

/** Rows of the list have these anyway, or cannot hold them. */
const NOT_LISTED: ReadonlySet<RunField> = new Set(['displayName', 'state', 'tags', 'notes']);

function ListedColumns({ columns, store }: ListLookProps): ReactElement {
  const listed = useBoard(store, (state) => state.body.listed);
  const set = (next: readonly string[]): void => store.getState().change((old) => ({ ...old, listed: next }));
  const rest = columns.filter(
    ({ id, ref }) => !listed.includes(id) && !(ref.kind === 'run' && NOT_LISTED.has(ref.key)),
  );
  return (
    <>
      <h2 className={styles.popTitle}>{strings.listedTitle}</h2>
      {columnsOf(listed).map((ref) => {
        const { id, label, group } = describe(ref);
        return (
          <div key={id} className={styles.popRow}>
            <span title={`${group}: ${label}`}>{label}</span>
            <IconButton
              label={strings.unlist(label)}
              size="small"
              onClick={() => set(listed.filter((one) => one !== id))}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </div>
        );
      })}
      {listed.length < MOST_LISTED ? (
        <ColumnPicker columns={rest} value={undefined} onValue={({ id }) => set([...listed, id])} />
      ) : (
        <p className={styles.popText}>{strings.mostListed(MOST_LISTED)}</p>
      )}
    </>
  );
}

function Colors({ project, store, search }: ListLookProps): ReactElement {
  const fetchHeads = useFetchAllHeads(project);
  const { mutateAsync: edit, isPending } = useEditRuns(project);
  /** One request for each colour: a change of many runs gives all of them the same. */
  const paint = async (colors: ReadonlyMap<string, string | null>): Promise<void> => {
    const byColor = new Map<string | null, string[]>();
    for (const [id, color] of colors) {
      const runs = byColor.get(color);
      if (runs === undefined) byColor.set(color, [id]);
      else runs.push(id);
    }
    for (const [color, runs] of byColor) await edit({ runs, color });
  };
  const paintAll = async (colorOf: (heads: readonly RunHead[]) => readonly (string | null)[]): Promise<void> => {
    const { filter, sort } = store.getState().body;
    const heads = await fetchHeads(runQueryOf({ search, filter, sort }));
    const colors = colorOf(heads);
    const before = new Map(heads.map((head) => [head.path.run, head.color ?? null]));
    await paint(new Map(heads.map((head, i) => [head.path.run, colors[i] ?? null])));
    showToast(strings.painted(heads.length), {
      action: { label: strings.undo, run: () => void paint(before).catch(showProblem) },
    });
  };
  return (
    <>
      <h2 className={styles.popTitle}>{strings.colors}</h2>
      <RunColorsChoice />
      <p className={styles.popText}>{strings.colorsNote}</p>
      <div className={styles.popActs}>
        <Button
          size="small"
          disabled={isPending}
          onClick={() => void paintAll((heads) => shuffledColors(heads.length)).catch(showProblem)}
        >
          {strings.randomise}
        </Button>
        <Button
          size="small"
          kind="ghost"
          disabled={isPending}
          onClick={() => void paintAll((heads) => heads.map(() => null)).catch(showProblem)}
        >
          {strings.resetColors}
        </Button>
      </div>
    </>
  );
}

/** Colours of the palette by chance; none comes again before all the others. */
function shuffledColors(count: number): readonly string[] {
  const size = paletteSize();
  const rounds = Array.from({ length: Math.ceil(count / size) }, () => {
    const dice = crypto.getRandomValues(new Uint32Array(size));
    return [...dice.keys()].sort((a, b) => (dice[a] ?? 0) - (dice[b] ?? 0)).map(paletteColor);
  });
  return rounds.flat();
}
