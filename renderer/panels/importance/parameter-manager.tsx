import { SlidersHorizontal } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Checkbox, Popover } from '#ui/widgets';
import type { ImportanceConfig } from './config.ts';
import type { Parameter } from './features.ts';
import styles from './importance.module.css';
import { strings } from './strings.ts';

export interface ParameterManagerProps {
  readonly parameters: readonly Parameter[];
  readonly config: Pick<ImportanceConfig, 'with' | 'without'>;
  readonly onConfig: (part: Pick<ImportanceConfig, 'with' | 'without'>) => void;
}

/** Which parameters take part, and why others are left out; each can be put in or taken out by hand. */
export function ParameterManager({ parameters, config, onConfig }: ParameterManagerProps): ReactElement {
  const used = parameters.filter((one) => one.isUsed).length;
  const toggle = ({ key, reason }: Parameter, isWanted: boolean): void => {
    const others = (list: readonly string[]): readonly string[] => list.filter((one) => one !== key);
    onConfig({
      with: isWanted && reason !== undefined ? [...others(config.with), key] : others(config.with),
      without: !isWanted && reason === undefined ? [...others(config.without), key] : others(config.without),
    });
  };
  return (
    <Popover
      label={strings.parametersTitle}
      align="end"
      trigger={
        <Button size="small" icon={<SlidersHorizontal size={13} aria-hidden />}>
          {strings.parameters(used, parameters.length)}
        </Button>
      }
    >
      <div className={styles.parameters} role="group" aria-label={strings.parametersTitle}>
        {parameters.map((one) => (
          <div key={one.key} className={styles.parameter}>
            <Checkbox
              label={one.key}
              state={one.isUsed}
              isDisabled={one.reason === 'list'}
              onToggle={(isWanted) => toggle(one, isWanted)}
            />
            {one.reason === undefined ? undefined : (
              <span className={styles.reason}>{strings.reasons[one.reason]}</span>
            )}
          </div>
        ))}
      </div>
    </Popover>
  );
}
