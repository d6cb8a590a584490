import type { ReactElement } from 'react';
import { Select } from '#ui/widgets';
import type { Ground } from '../config.ts';
import styles from '../media.module.css';
import { strings } from '../strings.ts';
import { hexOfGround } from './ground.ts';
import spaceStyles from './space.module.css';

type Kind = 'auto' | 'light' | 'dark' | 'own';

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'auto', label: strings.groundAuto },
  { value: 'light', label: strings.groundLight },
  { value: 'dark', label: strings.groundDark },
  { value: 'own', label: strings.groundOwn },
];

/** What things in space stand on: as the theme has it, light or dark in both, or a colour of one's own. */
export function GroundRow({
  ground,
  onGround,
}: {
  readonly ground: Ground;
  readonly onGround: (ground: Ground) => void;
}): ReactElement {
  const kind: Kind = ground === 'auto' || ground === 'light' || ground === 'dark' ? ground : 'own';
  return (
    <div className={styles.settingRow}>
      <span>{strings.ground}</span>
      <span className={spaceStyles.groundChoice}>
        <Select<Kind>
          label={strings.ground}
          size="small"
          value={kind}
          options={KINDS}
          onValue={(next) => onGround(next === 'own' ? hexOfGround(ground) : next)}
        />
        {kind === 'own' ? (
          <input
            type="color"
            className={spaceStyles.groundColor}
            aria-label={strings.groundColor}
            value={hexOfGround(ground)}
            onChange={(event) => onGround(event.target.value as Ground)}
          />
        ) : undefined}
      </span>
    </div>
  );
}
