import { lazy, Suspense, type ReactElement } from 'react';
import { storedHref } from '#ui/data';
import { AudioView } from './audio/audio-view.tsx';
import type { MediaCell } from './cells.ts';
import type { MediaConfig } from './config.ts';
import { BokehView, HtmlView, PlotlyView } from './frame/views.tsx';
import { PictureView } from './image/picture-view.tsx';
import styles from './media.module.css';
import { saveHref } from './save.ts';
import { strings } from './strings.ts';
import { TextView } from './text/text-view.tsx';
import { VideoView } from './video/video-view.tsx';

const TextDiff = lazy(async () => ({ default: (await import('./text/text-diff.tsx')).TextDiff }));
const ObjectView = lazy(async () => ({ default: (await import('./space/object-view.tsx')).ObjectView }));
const MoleculeView = lazy(async () => ({ default: (await import('./space/molecule-view.tsx')).MoleculeView }));

/** The item itself, or why it is not there. */
export function Content({ cell, config }: { readonly cell: MediaCell; readonly config: MediaConfig }): ReactElement {
  const { item } = cell;
  if (item.kind === 'text') {
    const plain = <TextView text={item.text} isWrapped={config.isWrapped} />;
    if (cell.against === undefined) return plain;
    return (
      <Suspense fallback={plain}>
        <TextDiff text={item.text} cell={cell} config={config} />
      </Suspense>
    );
  }
  const file = cell.files.get(item.file);
  if (file === undefined) {
    const [title, tip] = cell.run.isLive
      ? [strings.onItsWay, strings.onItsWayTip]
      : [strings.neverCame, strings.neverCameTip];
    return (
      <div className={styles.trouble} data-waiting={cell.run.isLive || undefined} role="status">
        <p>{title}</p>
        <p className={styles.troubleTip}>{tip}</p>
      </div>
    );
  }
  const href = storedHref(cell.run.path, file);
  switch (item.kind) {
    case 'image':
      return <PictureView cell={cell} item={item} href={href} config={config} />;
    case 'audio':
      return <AudioView key={file.sha256} item={item} href={href} config={config} save={saveHref(cell)} />;
    case 'video':
      return <VideoView key={file.sha256} item={item} href={href} config={config} save={saveHref(cell)} />;
    case 'html':
      return <HtmlView key={file.sha256} href={href} sizeBytes={file.sizeBytes} save={saveHref(cell)} />;
    case 'plotly':
      return <PlotlyView key={file.sha256} href={href} sizeBytes={file.sizeBytes} save={saveHref(cell)} />;
    case 'bokeh':
      return <BokehView key={file.sha256} href={href} sizeBytes={file.sizeBytes} save={saveHref(cell)} />;
    case 'object3d':
    case 'molecule': {
      const View = item.kind === 'object3d' ? ObjectView : MoleculeView;
      return (
        <Suspense>
          <View
            key={file.sha256}
            item={item}
            href={href}
            sizeBytes={file.sizeBytes}
            config={config.space}
            save={saveHref(cell)}
          />
        </Suspense>
      );
    }
  }
}
