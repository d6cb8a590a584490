import { RotateCcw } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { RunEdit, RunHead } from '#shared/api';
import { asProblem } from '#shared/errors';
import { useEditRun } from '#ui/data';
import {
  AnchoredPopover,
  Button,
  Chip,
  colorFor,
  cx,
  paletteColor,
  paletteSize,
  showToast,
  TextArea,
  TextField,
} from '#ui/widgets';
import styles from './editor.module.css';
import type { EditKind } from './grid-row.tsx';
import { strings } from './strings.ts';

/** What is being edited, and beside which element. */
export interface RowEdit {
  readonly kind: EditKind;
  readonly head: RunHead;
  readonly anchor: Element;
}

const LABELS: Readonly<Record<EditKind, string>> = {
  name: strings.rename,
  tags: strings.editTags,
  notes: strings.editNotes,
  color: strings.color,
};

/** The one editor of the table, beside the cell it edits. */
export function RowEditor({
  edit,
  onClose,
}: {
  readonly edit: RowEdit | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { mutate } = useEditRun();
  const save = (fields: RunEdit): void => {
    if (edit === undefined) return;
    mutate(
      { path: edit.head.path, edit: fields },
      { onError: (error) => showToast(strings.unsaved, { kind: 'error', text: asProblem(error).message }) },
    );
  };
  return (
    <AnchoredPopover anchor={edit?.anchor} label={edit === undefined ? '' : LABELS[edit.kind]} onClose={onClose}>
      {edit === undefined ? undefined : <EditorBody edit={edit} save={save} onClose={onClose} />}
    </AnchoredPopover>
  );
}

interface BodyProps {
  readonly edit: RowEdit;
  readonly save: (fields: RunEdit) => void;
  readonly onClose: () => void;
}

function EditorBody({ edit, save, onClose }: BodyProps): ReactElement {
  switch (edit.kind) {
    case 'name':
      return <NameEditor head={edit.head} save={save} onClose={onClose} />;
    case 'notes':
      return <NotesEditor head={edit.head} save={save} onClose={onClose} />;
    case 'tags':
      return <TagsEditor head={edit.head} save={save} />;
    case 'color':
      return <ColorEditor head={edit.head} save={save} onClose={onClose} />;
  }
}

type EditorProps = { readonly head: RunHead; readonly save: (fields: RunEdit) => void; readonly onClose: () => void };

function NameEditor({ head, save, onClose }: EditorProps): ReactElement {
  const [name, setName] = useState(head.displayName);
  const trimmed = name.trim();
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== '' && trimmed !== head.displayName) save({ displayName: trimmed });
        onClose();
      }}
    >
      <TextField
        label={strings.name}
        isLabelHidden
        value={name}
        onValue={setName}
        className={styles.wide}
        autoFocus
        onFocus={(event) => event.target.select()}
      />
      <Button type="submit" kind="primary" disabled={trimmed === ''}>
        {strings.save}
      </Button>
    </form>
  );
}

function NotesEditor({ head, save, onClose }: EditorProps): ReactElement {
  const [notes, setNotes] = useState(head.notes);
  const submit = (): void => {
    if (notes !== head.notes) save({ notes });
    onClose();
  };
  return (
    <div className={styles.stack}>
      <TextArea
        label={strings.notes}
        value={notes}
        onValue={setNotes}
        className={styles.notes}
        autoFocus
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      <div className={styles.end}>
        <Button kind="primary" onClick={submit}>
          {strings.save}
        </Button>
      </div>
    </div>
  );
}

function TagsEditor({ head, save }: Omit<EditorProps, 'onClose'>): ReactElement {
  const [tags, setTags] = useState<readonly string[]>(head.tags);
  const [text, setText] = useState('');
  const change = (next: readonly string[]): void => {
    setTags(next);
    save({ tags: next });
  };
  return (
    <div className={styles.stack}>
      {tags.length === 0 ? undefined : (
        <div className={styles.tags}>
          {tags.map((tag) => (
            <Chip
              key={tag}
              onRemove={() => change(tags.filter((one) => one !== tag))}
              removeLabel={strings.removeThisTag(tag)}
            >
              {tag}
            </Chip>
          ))}
        </div>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const tag = text.trim();
          if (tag !== '' && !tags.includes(tag)) change([...tags, tag]);
          setText('');
        }}
      >
        <TextField
          label={strings.addTag}
          isLabelHidden
          placeholder={strings.addTag}
          note={strings.tagHint}
          value={text}
          onValue={setText}
          autoFocus
        />
      </form>
    </div>
  );
}

function ColorEditor({ head, save, onClose }: EditorProps): ReactElement {
  const choose = (color: string | null): void => {
    save({ color });
    onClose();
  };
  return (
    <div className={styles.stack}>
      <div className={styles.swatches} role="group" aria-label={strings.color}>
        {Array.from({ length: paletteSize() }, (_, i) => `var(--run-${i})`).map((color, i) => (
          <button
            key={color}
            type="button"
            className={cx(styles.swatch, colorFor(head.ordinal, head.color) === color && styles.current)}
            style={{ background: color }}
            aria-label={`${strings.color} ${i + 1}`}
            onClick={() => choose(paletteColor(i))}
          />
        ))}
      </div>
      <div className={styles.line}>
        <label className={styles.own}>
          <input
            type="color"
            defaultValue={/^#[0-9a-f]{6}$/i.test(head.color ?? '') ? head.color : '#0a6b7c'}
            onBlur={(event) => {
              if (event.target.value !== event.target.defaultValue) save({ color: event.target.value });
            }}
          />
          {strings.ownColor}
        </label>
        <Button size="small" kind="ghost" icon={<RotateCcw size={13} aria-hidden />} onClick={() => choose(null)}>
          {strings.resetColor}
        </Button>
      </div>
    </div>
  );
}
