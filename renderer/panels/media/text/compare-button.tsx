import { FileDiff } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton, Popover, SegmentedControl, Select } from '#ui/widgets';
import { strings as diffStrings } from '../../diff/strings.ts';
import type { Against, MediaConfig } from '../config.ts';
import styles from '../media.module.css';
import { strings } from '../strings.ts';
import textStyles from './text.module.css';

export interface CompareButtonProps {
  readonly steps: Float64Array;
  readonly config: MediaConfig;
  readonly onConfig: (part: Partial<MediaConfig>) => void;
}

/** Steps that a list can show; the newest of them. */
const MOST_STEPS = 200;
const LAYOUTS = [
  { value: 'inline', label: diffStrings.inline },
  { value: 'split', label: diffStrings.sideBySide },
] as const;

/** With which step texts are compared, and how both stand to each other. */
export function CompareButton({ steps, config, onConfig }: CompareButtonProps): ReactElement {
  const { against } = config;
  const listed = [...steps.subarray(-MOST_STEPS)];
  const known = typeof against === 'number' && !listed.includes(against) ? [against, ...listed] : listed;
  return (
    <Popover
      label={strings.compareTexts}
      align="end"
      trigger={
        <IconButton
          label={strings.compareTexts}
          size="small"
          aria-pressed={against !== 'none'}
          className={textStyles.compareButton}
        >
          <FileDiff size={14} aria-hidden />
        </IconButton>
      }
    >
      <div className={styles.settings}>
        <div className={styles.settingRow}>
          <span>{strings.compareWith}</span>
          <Select<string>
            label={strings.compareWith}
            size="small"
            value={String(against)}
            options={[
              { value: 'none', label: strings.againstNone },
              { value: 'previous', label: strings.againstPrevious },
              { value: 'first', label: strings.againstFirst },
              ...known.map((step) => ({ value: String(step), label: strings.earlier(step) })),
            ]}
            onValue={(value) => onConfig({ against: readAgainst(value) })}
          />
        </div>
        {against === 'none' ? undefined : (
          <SegmentedControl
            label={diffStrings.layout}
            items={LAYOUTS}
            value={config.diffLayout}
            onValue={(diffLayout) => onConfig({ diffLayout })}
          />
        )}
      </div>
    </Popover>
  );
}

function readAgainst(value: string): Against {
  return value === 'none' || value === 'previous' || value === 'first' ? value : Number(value);
}
