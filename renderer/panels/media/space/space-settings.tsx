import type { ReactElement } from 'react';
import type { MediaItem } from '#shared/media';
import { SegmentedControl, Select, Slider, Switch } from '#ui/widgets';
import type { PointColors } from '#ui/scene';
import {
  MOLECULE_COLORS,
  MOLECULE_STYLES,
  POINT_COLORS,
  POINT_SIZES,
  type MoleculeColors,
  type MoleculeStyle,
  type SpaceConfig,
} from '../config.ts';
import styles from '../media.module.css';
import { strings } from '../strings.ts';
import { GroundRow } from './ground-row.tsx';

const UPS: readonly { readonly value: SpaceConfig['up']; readonly label: string }[] = [
  { value: 'auto', label: strings.auto },
  { value: 'z', label: strings.ups.z },
  { value: 'y', label: strings.ups.y },
];
const STYLE_WORDS: Readonly<Record<MoleculeStyle, string>> = strings.moleculeStyles;

const MOLECULE_COLOR_WORDS: Readonly<Record<MoleculeColors, string>> = {
  auto: strings.auto,
  element: strings.byElement,
  chain: strings.byChain,
  residue: strings.byResidue,
};

const COLOR_WORDS: Readonly<Record<PointColors, string>> = {
  logged: strings.colorsAsLogged,
  category: strings.colorsByCategory,
  value: strings.colorsByValue,
  height: strings.colorsByHeight,
};

export interface SpaceSettingsProps {
  readonly kinds: ReadonlySet<MediaItem['kind']>;
  readonly config: SpaceConfig;
  readonly onConfig: (config: SpaceConfig) => void;
}

/** How things in space are drawn; the same for all of a panel. */
export function SpaceSettings({ kinds, config, onConfig }: SpaceSettingsProps): ReactElement {
  const set = (part: Partial<SpaceConfig>): void => onConfig({ ...config, ...part });
  return (
    <>
      {kinds.has('molecule') ? (
        <div className={styles.settingRow}>
          <span>{strings.drawAs}</span>
          <Select<MoleculeStyle>
            label={strings.drawAs}
            size="small"
            value={config.molecule}
            options={MOLECULE_STYLES.map((value) => ({ value, label: STYLE_WORDS[value] }))}
            onValue={(molecule) => set({ molecule })}
          />
        </div>
      ) : undefined}
      {kinds.has('molecule') ? (
        <div className={styles.settingRow}>
          <span>{strings.moleculeColors}</span>
          <Select<MoleculeColors>
            label={strings.moleculeColors}
            size="small"
            value={config.moleculeColors}
            options={MOLECULE_COLORS.map((value) => ({ value, label: MOLECULE_COLOR_WORDS[value] }))}
            onValue={(moleculeColors) => set({ moleculeColors })}
          />
        </div>
      ) : undefined}
      {kinds.has('object3d') ? (
        <>
          <div className={styles.settingRow}>
            <span>{strings.pointSize}</span>
            <Select<number>
              label={strings.pointSize}
              size="small"
              value={config.pointSize}
              options={POINT_SIZES.map((value) => ({ value, label: value === 0 ? strings.auto : strings.px(value) }))}
              onValue={(pointSize) => set({ pointSize })}
            />
          </div>
          <div className={styles.settingRow}>
            <span>{strings.pointColors}</span>
            <Select<PointColors>
              label={strings.pointColors}
              size="small"
              value={config.colors}
              options={POINT_COLORS.map((value) => ({ value, label: COLOR_WORDS[value] }))}
              onValue={(colors) => set({ colors })}
            />
          </div>
          <div className={styles.settingRow}>
            <span>{strings.up}</span>
            <SegmentedControl label={strings.up} items={UPS} value={config.up} onValue={(up) => set({ up })} />
          </div>
          <div className={styles.settingRow}>
            <span>{strings.leastBoxScore}</span>
            <Slider
              label={strings.leastBoxScore}
              value={config.leastScore}
              min={0}
              max={1}
              step={0.05}
              onValue={(leastScore) => set({ leastScore })}
            />
          </div>
          <Switch label={strings.spaceLabels} isOn={config.hasLabels} onToggle={(hasLabels) => set({ hasLabels })} />
          <Switch label={strings.fog} isOn={config.hasFog} onToggle={(hasFog) => set({ hasFog })} />
          <Switch label={strings.axes} isOn={config.hasAxes} onToggle={(hasAxes) => set({ hasAxes })} />
        </>
      ) : undefined}
      <GroundRow ground={config.ground} onGround={(ground) => set({ ground })} />
      <Switch
        label={strings.linkedCamera}
        isOn={config.isCameraLinked}
        onToggle={(isCameraLinked) => set({ isCameraLinked })}
      />
    </>
  );
}
