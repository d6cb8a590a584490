import type { ReactElement } from 'react';
import { useData } from '#ui/data';
import { Button, canCopyImages, copyImage, Dialog, showToast } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { strings } from '../strings.ts';
import { PaperForm, usePaper } from './paper-form.tsx';
import { wantedOf } from './paper-size.ts';
import styles from './picture-dialog.module.css';
import type { PanelFiles } from './panel-files.ts';
import { pictureFile } from './picture.ts';

export interface PictureDialogProps {
  readonly title: string;
  /** Made when the file is. */
  readonly picture: NonNullable<PanelFiles['picture']>;
  readonly onClose: () => void;
}

/** A picture for paper: format, size, ground. Its look follows no theme. */
export function PictureDialog({ title, picture, onClose }: PictureDialogProps): ReactElement {
  const { clock } = useData();
  const { draft, change, wanted } = usePaper();
  const fail = (error: unknown): void =>
    showToast(strings.pictureFailed(error instanceof Error ? error.message : ''), { kind: 'error' });
  /** Clipboards take PNG, whatever the file is to be. */
  const copied = wantedOf(draft, 'png');
  const copy = (): void => {
    const drawn = picture();
    if (drawn === undefined || copied === undefined) return;
    copyImage(pictureFile(drawn, copied.size, copied.paper)).then(() => {
      showToast(strings.imageCopied);
      onClose();
    }, fail);
  };
  const save = (): void => {
    const drawn = picture();
    if (drawn === undefined || wanted === undefined) return;
    const { size, paper } = wanted;
    void pictureFile(drawn, size, paper).then((blob) => {
      downloadBlob(clock, blob, `${fileNameOf(title)}.${paper.format}`);
      onClose();
    }, fail);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={strings.exportTitle}
      actions={
        <>
          <Button onClick={onClose}>{strings.cancel}</Button>
          {canCopyImages() ? (
            <Button disabled={copied === undefined} onClick={copy}>
              {strings.copyImage}
            </Button>
          ) : undefined}
          <Button kind="primary" disabled={wanted === undefined} onClick={save}>
            {strings.export}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <PaperForm draft={draft} onChange={change} />
      </div>
    </Dialog>
  );
}
