import { Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Button, Chip, Popover, SearchField, VirtualList } from '#ui/widgets';
import type { PanelSource } from '../registry.ts';
import styles from './controls.module.css';
import { strings } from './strings.ts';

export interface KeyPickerProps {
  readonly sources: readonly PanelSource[];
  readonly chosen: readonly string[];
  readonly onChosen: (keys: readonly string[]) => void;
}

/** Several keys: chips with a cross, and a list with ticks to add more. */
export function KeyPicker({ sources, chosen, onChosen }: KeyPickerProps): ReactElement {
  return (
    <div className={styles.keys}>
      {chosen.slice(0, 20).map((key) => (
        <Chip
          key={key}
          onRemove={() => onChosen(chosen.filter((one) => one !== key))}
          removeLabel={strings.leaveOut(key)}
        >
          {key}
        </Chip>
      ))}
      {chosen.length > 20 ? <span className={styles.heading}>{strings.andMore(chosen.length - 20)}</span> : undefined}
      <Popover
        label={strings.keys}
        className={styles.picker}
        trigger={
          <Button size="small" kind="ghost" icon={<Plus size={13} aria-hidden />}>
            {strings.addKeys}
          </Button>
        }
      >
        <KeyList sources={sources} chosen={chosen} onChosen={onChosen} />
      </Popover>
    </div>
  );
}

/** All keys with ticks, found by search. */
export function KeyList({ sources, chosen, onChosen }: KeyPickerProps): ReactElement {
  const [text, setText] = useState('');
  const needle = text.trim().toLowerCase();
  const found = sources.filter((source) => source.key.toLowerCase().includes(needle));
  const ticked = new Set(chosen);
  return (
    <>
      <SearchField label={strings.searchKeys} size="small" value={text} onValue={setText} count={found.length} />
      <div className={styles.keyRows}>
        <VirtualList
          label={strings.keys}
          count={found.length}
          rowHeight={28}
          keyOf={(index) => found[index]?.id ?? index}
          renderRow={(index) => {
            const key = found[index]?.key ?? '';
            const isOn = ticked.has(key);
            return (
              <label className={styles.option}>
                <input
                  type="checkbox"
                  checked={isOn}
                  onChange={() => onChosen(isOn ? chosen.filter((one) => one !== key) : [...chosen, key])}
                />
                <span className={styles.triggerName}>{key}</span>
              </label>
            );
          }}
        />
      </div>
    </>
  );
}
