import { readSettings, type SettingOverrides, type SharedSettings } from '../settings.ts';

/** What a person has set on one line. */
export interface LineLook {
  /** `#rrggbb` */
  readonly color?: string;
  readonly title?: string;
}

/** Own settings of one line panel; what is left out is inherited. */
export interface LineOverrides extends SettingOverrides {
  readonly title?: string | undefined;
  /** Computed curves beside the keys, or instead of them when there is no key. */
  readonly expressions?: readonly string[] | undefined;
  /** Keys and expressions drawn against the right axis. */
  readonly right?: readonly string[] | undefined;
  /** Leaves the keys themselves out: only expressions are drawn. */
  readonly areKeysHidden?: boolean | undefined;
  /** By id of the line. */
  readonly looks?: Readonly<Record<string, LineLook>> | undefined;
}

/** Settings in force. */
export type LineConfig = SharedSettings & LineOverrides;

/** Reads saved settings; what is not understood is left out, so that a damaged view still opens. */
export function readOverrides(saved: unknown): LineOverrides {
  if (typeof saved !== 'object' || saved === null) return {};
  const { title, expressions, right, areKeysHidden, looks } = saved as Readonly<Record<string, unknown>>;
  const read = readLooks(looks);
  return {
    ...readSettings(saved),
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    ...(isTexts(expressions) ? { expressions } : {}),
    ...(isTexts(right) ? { right } : {}),
    ...(areKeysHidden === true ? { areKeysHidden } : {}),
    ...(Object.keys(read).length === 0 ? {} : { looks: read }),
  };
}

/** Own settings over inherited ones. */
export function effectiveConfig(shared: SharedSettings, own: LineOverrides): LineConfig {
  return { ...shared, ...own };
}

function isTexts(saved: unknown): saved is readonly string[] {
  return Array.isArray(saved) && saved.length > 0 && saved.every((one) => typeof one === 'string');
}

function readLooks(saved: unknown): Record<string, LineLook> {
  if (typeof saved !== 'object' || saved === null) return {};
  return Object.fromEntries(
    Object.entries(saved as Readonly<Record<string, unknown>>).flatMap(([id, look]): [string, LineLook][] => {
      if (typeof look !== 'object' || look === null) return [];
      const { color, title } = look as Readonly<Record<string, unknown>>;
      const read = {
        ...(typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? { color } : {}),
        ...(typeof title === 'string' && title !== '' ? { title } : {}),
      };
      return Object.keys(read).length === 0 ? [] : [[id, read]];
    }),
  );
}
