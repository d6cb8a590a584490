import { Pencil } from 'lucide-react';
import { lazy, Suspense, useMemo, useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { Button, copyText, IconButton, showToast, TextArea } from '#ui/widgets';
import { downloadBlob, fileNameOf } from '../download.ts';
import { FullScreenButton, PanelMenu } from '../frame/panel-buttons.tsx';
import { useOfferFiles, type PanelFile } from '../frame/panel-files.ts';
import { PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { readMarkdownConfig, withoutFirstHeading } from './config.ts';
import styles from './markdown.module.css';
import { strings } from './strings.ts';

const MarkdownText = lazy(async () => ({ default: (await import('#ui/prose')).MarkdownText }));

/** A text between the charts. It is written in place: pencil, double click or Enter. */
export function MarkdownPanel(props: PanelViewProps): ReactElement {
  const { saved, onSave, title, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readMarkdownConfig(saved), [saved]);
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const save = (): void => {
    if (draft !== undefined && draft !== config.text) onSave({ ...config, text: draft });
    setDraft(undefined);
  };
  const write = (): void => setDraft(config.text);
  return (
    <PanelFrame
      title={title}
      isKey={false}
      actions={
        <>
          <IconButton label={strings.edit} size="small" data-act="edit" disabled={draft !== undefined} onClick={write}>
            <Pencil size={14} aria-hidden />
          </IconButton>
          <FullScreenButton isFullScreen={isFullScreen} onFullScreen={onFullScreen} />
          <More text={config.text} title={title} />
        </>
      }
    >
      {draft !== undefined ? (
        <div className={styles.editor}>
          <TextArea
            label={strings.text}
            isLabelHidden
            autoFocus
            className={styles.area}
            placeholder={strings.placeholder}
            value={draft}
            onValue={setDraft}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
              if (event.key !== 'Escape') return;
              // The text is given up, not the large view.
              event.stopPropagation();
              setDraft(undefined);
            }}
          />
          <div className={styles.acts}>
            <Button size="small" onClick={() => setDraft(undefined)}>
              {strings.cancel}
            </Button>
            <Button size="small" kind="primary" onClick={save}>
              {strings.save}
            </Button>
          </div>
        </div>
      ) : config.text.trim() === '' ? (
        <PanelMessage
          title={strings.empty}
          tip={strings.emptyTip}
          action={
            <Button size="small" onClick={write}>
              {strings.write}
            </Button>
          }
        />
      ) : (
        <div className={styles.page} tabIndex={0} role="region" aria-label={title} onDoubleClick={write}>
          <Suspense>
            <MarkdownText
              text={config.title === undefined ? withoutFirstHeading(config.text) : config.text}
              under={3}
            />
          </Suspense>
        </div>
      )}
    </PanelFrame>
  );
}

function More({ text, title }: { readonly text: string; readonly title: string }): ReactElement {
  const { clock } = useData();
  const fileOf = (): PanelFile => ({
    name: `${fileNameOf(title)}.md`,
    blob: new Blob([text], { type: 'text/markdown' }),
  });
  useOfferFiles({ isEmpty: () => text.trim() === '', data: () => [fileOf()] });
  const save = (): void => {
    const { blob, name } = fileOf();
    downloadBlob(clock, blob, name);
  };
  return (
    <PanelMenu
      entries={() => [
        {
          kind: 'action',
          label: strings.copy,
          isDisabled: text === '',
          run: () => void copyText(text).then((isDone) => showToast(isDone ? strings.copied : panelStrings.copyFailed)),
        },
        {
          kind: 'action',
          label: strings.saveFile,
          isDisabled: text === '',
          run: save,
        },
      ]}
    />
  );
}
