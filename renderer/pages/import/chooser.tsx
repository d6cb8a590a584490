import { FolderSearch } from 'lucide-react';
import { useState, type DragEvent, type ReactElement } from 'react';
import { Button, cx, showToast, TextField } from '#ui/widgets';
import { canSeePaths, droppedPath } from './drop.ts';
import styles from './import.module.css';
import { strings } from './strings.ts';

/** Takes a path: typed, pasted, or of what was dropped. */
export function Chooser({
  isBusy,
  onPath,
}: {
  readonly isBusy: boolean;
  readonly onPath: (path: string) => void;
}): ReactElement {
  const [text, setText] = useState('');
  const [isOver, setOver] = useState(false);
  const look = (path: string): void => {
    if (path.trim() !== '') onPath(path.trim());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const path = droppedPath(event.dataTransfer);
    if (path === undefined) return showToast(canSeePaths() ? strings.noPath : strings.dropBrowser);
    setText(path);
    look(path);
  };
  return (
    <form
      className={cx(styles.chooser, isOver && styles.over)}
      onSubmit={(event) => {
        event.preventDefault();
        look(text);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      <p className={styles.dropWords}>
        <FolderSearch size={18} aria-hidden />
        {canSeePaths() ? strings.drop : strings.dropBrowser}
      </p>
      <div className={styles.pathRow}>
        <TextField
          label={strings.path}
          value={text}
          onValue={setText}
          placeholder={strings.placeholder}
          isMono
          className={styles.pathField}
        />
        <Button type="submit" kind="primary" disabled={text.trim() === '' || isBusy}>
          {isBusy ? strings.looking : strings.look}
        </Button>
      </div>
    </form>
  );
}
