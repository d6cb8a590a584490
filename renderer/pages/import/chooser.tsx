import { FolderSearch, Package } from 'lucide-react';
import { useState, type DragEvent, type ReactElement } from 'react';
import { Button, cx, FileButton, showToast, TextField } from '#ui/widgets';
import { canSeePaths, droppedBundle, droppedPath } from './drop.ts';
import styles from './import.module.css';
import { strings } from './strings.ts';

/** Takes a path: typed, pasted, or of what was dropped. */
export function Chooser({
  isBusy,
  onPath,
  onFile,
}: {
  readonly isBusy: boolean;
  readonly onPath: (path: string) => void;
  /** A bundle of the person's own machine. */
  readonly onFile: (file: File) => void;
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
    const bundle = path === undefined ? droppedBundle(event.dataTransfer) : undefined;
    if (bundle !== undefined) return onFile(bundle);
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
      <div className={styles.dropWords}>
        <FolderSearch size={18} aria-hidden />
        <span className={styles.spring}>{canSeePaths() ? strings.drop : strings.dropBrowser}</span>
        <FileButton
          size="small"
          icon={<Package size={14} aria-hidden />}
          label={strings.bundleFile}
          accept=".zip,application/zip"
          onFile={onFile}
        >
          {strings.chooseBundle}
        </FileButton>
      </div>
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
