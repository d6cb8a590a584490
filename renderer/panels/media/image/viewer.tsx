import { Download, RotateCcw, X } from 'lucide-react';
import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import { storedHref } from '#ui/data';
import { IconButton, SegmentedControl, Switch } from '#ui/widgets';
import { fileNameOfCell, type MediaCell } from '../cells.ts';
import type { MediaConfig } from '../config.ts';
import { Content } from '../content.tsx';
import { saveHref } from '../save.ts';
import { strings } from '../strings.ts';
import { Compared, type CompareMode } from './compared.tsx';
import styles from './image.module.css';
import { ImageView } from './image-view.tsx';
import { factsOf, Label } from './label.tsx';
import { OverlayButton } from './overlay-button.tsx';
import { useView, WHOLE } from './use-view.ts';

export interface ImageViewerProps {
  readonly cells: readonly MediaCell[];
  readonly startId: string;
  readonly title: string;
  readonly config: MediaConfig;
  readonly onConfig: (part: Partial<MediaConfig>) => void;
  readonly onClose: () => void;
  readonly stepBar: ReactNode;
}

const MODES: readonly { readonly value: CompareMode; readonly label: string }[] = [
  { value: 'side', label: strings.sideBySide },
  { value: 'wipe', label: strings.wipe },
  { value: 'blink', label: strings.blink },
  { value: 'difference', label: strings.difference },
];
/** Side by side; more would be too small to look at. */
const MOST_COMPARED = 4;

/** Pictures over the whole window: zoomed and moved together, compared two by two, over steps and items. */
export function ImageViewer(props: ImageViewerProps): ReactElement {
  const { cells, startId, title, config, onConfig, onClose, stepBar } = props;
  const pictures = cells.filter((cell) => cell.item.kind === 'image');
  const [ids, setIds] = useState<readonly string[]>([startId]);
  const [mode, setMode] = useState<CompareMode>('side');
  const [isStrong, setStrong] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const chosen = ids.flatMap((id) => pictures.find((cell) => cell.id === id) ?? []);
  const [first] = chosen;
  const isStacked = mode !== 'side' && chosen.length >= 2;
  const moves = useView(isStacked ? 1 : Math.max(1, chosen.length));
  useFocus(box);
  const choose = (cell: MediaCell, event: MouseEvent): void => {
    const isMore = event.ctrlKey || event.metaKey || event.shiftKey;
    setIds(isMore ? toggled(ids, cell.id) : [cell.id]);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.target instanceof Element && event.target.matches('input, [role=slider]')) event.stopPropagation();
    else if (event.key === 'ArrowLeft') setIds(moved(pictures, ids, -1));
    else if (event.key === 'ArrowRight') setIds(moved(pictures, ids, 1));
    else return;
    event.stopPropagation();
  };
  const draw = (cell: MediaCell): ReactElement => <Moved cell={cell} config={config} view={moves.view} />;
  return createPortal(
    <div
      ref={box}
      role="dialog"
      aria-modal
      aria-label={title}
      tabIndex={-1}
      className={styles.viewer}
      onKeyDown={press}
    >
      <header className={styles.viewerHead}>
        <h2 className={styles.viewerTitle}>{title}</h2>
        <span className={styles.viewerFacts}>
          {first === undefined || chosen.length > 1 ? undefined : (
            <>
              <span className={styles.swatch} style={{ background: first.run.color }} aria-hidden /> {factsOf(first)}
            </>
          )}
        </span>
        {chosen.length < 2 ? (
          <span className={styles.quiet}>{pictures.length > 1 ? strings.compareTip : ''}</span>
        ) : (
          <SegmentedControl label={strings.compare} items={MODES} value={mode} onValue={setMode} />
        )}
        {isStacked && mode === 'difference' ? (
          <Switch label={strings.amplify} isOn={isStrong} onToggle={setStrong} />
        ) : undefined}
        <OverlayButton cells={pictures} config={config.overlay} onChange={(overlay) => onConfig({ overlay })} />
        <IconButton label={strings.resetView} disabled={moves.view === WHOLE} onClick={() => moves.set(WHOLE)}>
          <RotateCcw size={15} aria-hidden />
        </IconButton>
        {first === undefined ? undefined : (
          <a
            className={styles.viewerSave}
            href={saveHref(first)}
            download={fileNameOfCell(first)}
            aria-label={strings.save}
            title={strings.save}
          >
            <Download size={15} aria-hidden />
          </a>
        )}
        <IconButton label={strings.close} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <div
        className={styles.views}
        onWheel={moves.onWheel}
        onPointerDown={moves.onPointerDown}
        onDoubleClick={moves.onDoubleClick}
      >
        {isStacked ? (
          <Compared cells={chosen} mode={mode} isStrong={isStrong} draw={draw} />
        ) : (
          chosen.map((cell) => (
            <div key={cell.id} className={styles.view}>
              {draw(cell)}
              {chosen.length > 1 ? <Label cell={cell} /> : undefined}
            </div>
          ))
        )}
      </div>
      <div className={styles.strip} role="group" aria-label={strings.items}>
        {pictures.map((cell) => (
          <Thumb key={cell.id} cell={cell} isChosen={ids.includes(cell.id)} onChoose={choose} />
        ))}
      </div>
      <footer className={styles.viewerFoot}>{stepBar}</footer>
    </div>,
    document.body,
  );
}

function Moved({
  cell,
  config,
  view,
}: {
  readonly cell: MediaCell;
  readonly config: MediaConfig;
  readonly view: { readonly zoom: number; readonly x: number; readonly y: number };
}): ReactElement {
  const { item } = cell;
  const file = item.kind === 'image' ? cell.files.get(item.file) : undefined;
  if (item.kind !== 'image' || file === undefined) return <Content cell={cell} config={config} />;
  const transform = `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.zoom})`;
  return (
    <div className={styles.moved} style={{ transform }} data-zoom={view.zoom.toFixed(2)}>
      <ImageView
        cell={cell}
        item={item}
        href={storedHref(cell.run.path, file)}
        config={config.fit === 'original' ? { ...config, fit: 'fit' } : config}
        zoom={view.zoom}
      />
    </div>
  );
}

function Thumb({
  cell,
  isChosen,
  onChoose,
}: {
  readonly cell: MediaCell;
  readonly isChosen: boolean;
  readonly onChoose: (cell: MediaCell, event: MouseEvent) => void;
}): ReactElement {
  const file = cell.item.kind === 'image' ? cell.files.get(cell.item.file) : undefined;
  return (
    <button
      type="button"
      className={styles.thumb}
      style={{ borderTopColor: cell.run.color }}
      aria-pressed={isChosen}
      aria-label={factsOf(cell)}
      title={factsOf(cell)}
      onClick={(event) => onChoose(cell, event)}
    >
      {file === undefined ? undefined : (
        <img src={storedHref(cell.run.path, file)} alt="" loading="lazy" decoding="async" />
      )}
    </button>
  );
}

function toggled(ids: readonly string[], id: string): readonly string[] {
  if (!ids.includes(id)) return [...ids, id].slice(-MOST_COMPARED);
  return ids.length === 1 ? ids : ids.filter((one) => one !== id);
}

/** The neighbour of the first chosen picture; a comparison moves as a whole. */
function moved(pictures: readonly MediaCell[], ids: readonly string[], by: number): readonly string[] {
  const places = ids.map((id) => pictures.findIndex((cell) => cell.id === id) + by);
  const next = places.flatMap((at) => pictures[at]?.id ?? []);
  return next.length === ids.length ? next : ids;
}

/** Keys go to the view while it is open, and back afterwards. */
function useFocus(box: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [box]);
}
