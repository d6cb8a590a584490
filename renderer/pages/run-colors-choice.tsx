import type { ReactElement } from 'react';
import { chooseRunColors, SegmentedControl, useRunColors } from '#ui/widgets';
import { strings } from './strings.ts';

const CHOICES = [
  { value: 'usual', label: strings.runColorNames.usual },
  { value: 'safe', label: strings.runColorNames.safe },
] as const;

/** Which palette runs are drawn in, on this machine: beside the charts and in the settings. */
export function RunColorsChoice(): ReactElement {
  const chosen = useRunColors();
  return <SegmentedControl label={strings.runColors} value={chosen} onValue={chooseRunColors} items={CHOICES} />;
}
