import { Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { isAliasAllowed, isTagAllowed, type ArtifactEdit } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useEditArtifact, type VersionPath } from '#ui/data';
import { Button, Chip, Popover, showToast, TextField } from '#ui/widgets';
import styles from './artifacts.module.css';
import { strings } from './strings.ts';

type AliasPlaces = readonly { readonly alias: string; readonly version: number }[];

interface LabelsProps {
  readonly path: VersionPath;
  readonly values: readonly string[];
}

/** The aliases of a version, changed in place. `places`: those of the whole collection, to say which would move. */
export function Aliases({ path, values, places }: LabelsProps & { readonly places: AliasPlaces }): ReactElement {
  const change = useChange(path);
  return (
    <Labels
      values={values}
      tone="accent"
      fixed="latest"
      word={strings.alias}
      addWord={strings.addAlias}
      bad={strings.badAlias}
      isAllowed={isAliasAllowed}
      note={(text) => {
        const at = places.find(({ alias }) => alias === text);
        return at === undefined || `v${at.version}` === path.version ? undefined : strings.moves(at.version);
      }}
      onAdd={(alias) => change({ addAliases: [alias] })}
      onRemove={(alias) => change({ removeAliases: [alias] })}
    />
  );
}

/** The tags of a version, changed in place. */
export function Tags({ path, values }: LabelsProps): ReactElement {
  const change = useChange(path);
  return (
    <Labels
      values={values}
      tone="plain"
      word={strings.tag}
      addWord={strings.addTag}
      bad={strings.badTag}
      isAllowed={isTagAllowed}
      note={() => undefined}
      onAdd={(tag) => change({ addTags: [tag] })}
      onRemove={(tag) => change({ removeTags: [tag] })}
    />
  );
}

function useChange(path: VersionPath): (edit: ArtifactEdit) => void {
  const { mutate } = useEditArtifact();
  return (edit) =>
    mutate(
      { path, edit },
      { onError: (error) => showToast(strings.editFailed, { kind: 'error', text: asProblem(error).message }) },
    );
}

interface Props {
  readonly values: readonly string[];
  readonly tone: 'plain' | 'accent';
  /** Stays where it is, and moves only by itself. */
  readonly fixed?: string;
  readonly word: string;
  readonly addWord: string;
  readonly bad: string;
  readonly isAllowed: (text: string) => boolean;
  readonly note: (text: string) => string | undefined;
  readonly onAdd: (text: string) => void;
  readonly onRemove: (text: string) => void;
}

function Labels(props: Props): ReactElement {
  const { values, tone, fixed, onRemove } = props;
  return (
    <span className={styles.labels}>
      {values.map((value) =>
        value === fixed ? (
          <Chip key={value} tone={tone} title={strings.latestNote}>
            {value}
          </Chip>
        ) : (
          <Chip key={value} tone={tone} onRemove={() => onRemove(value)} removeLabel={strings.removeLabel(value)}>
            {value}
          </Chip>
        ),
      )}
      <AddLabel {...props} />
    </span>
  );
}

function AddLabel({ values, fixed, word, addWord, bad, isAllowed, note, onAdd }: Props): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const wanted = text.trim();
  const error =
    wanted !== '' && wanted === fixed ? strings.latestNote : wanted === '' || isAllowed(wanted) ? undefined : bad;
  const isReady = wanted !== '' && error === undefined;
  const open = (next: boolean): void => {
    setOpen(next);
    setText('');
  };
  const add = (): void => {
    if (!isReady) return;
    if (!values.includes(wanted)) onAdd(wanted);
    open(false);
  };
  return (
    <Popover
      label={addWord}
      isOpen={isOpen}
      onOpen={open}
      trigger={
        <button type="button" className={styles.addLabel} aria-label={addWord} title={addWord}>
          <Plus size={13} aria-hidden />
        </button>
      }
    >
      <div className={styles.addForm}>
        <TextField
          label={word}
          autoFocus
          size="small"
          value={text}
          onValue={setText}
          error={error}
          note={error === undefined ? note(wanted) : undefined}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
          }}
        />
        <Button kind="primary" size="small" disabled={!isReady} onClick={add}>
          {strings.add}
        </Button>
      </div>
    </Popover>
  );
}
