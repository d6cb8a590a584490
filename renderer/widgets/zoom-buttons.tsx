import { Maximize, Minus, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton } from './button.tsx';
import type { PanZoom } from './pan-zoom.ts';
import { strings } from './strings.ts';
import styles from './zoom-buttons.module.css';

/** The buttons of a plane that is panned and zoomed, in the lower right corner of its frame. */
export function ZoomButtons({ zoomIn, zoomOut, fit }: Pick<PanZoom, 'zoomIn' | 'zoomOut' | 'fit'>): ReactElement {
  return (
    <div className={styles.zoom}>
      <IconButton label={strings.zoomIn} size="small" onClick={zoomIn}>
        <Plus size={14} aria-hidden />
      </IconButton>
      <IconButton label={strings.zoomOut} size="small" onClick={zoomOut}>
        <Minus size={14} aria-hidden />
      </IconButton>
      <IconButton label={strings.fit} size="small" onClick={fit}>
        <Maximize size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
