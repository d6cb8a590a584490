import { UsageError } from '#sdk/base';
import { numberToExtended } from '#shared/wire';

/** Numbers of a sample as extended JSON, by their names without `system.`. */
export type SystemValues = readonly (readonly [key: string, text: string])[];

const PREFIX = 'system.';

/** A sample of system metrics for the recorder. Errors: UsageError `system.value` for what is no number. */
export function systemValues(sample: Readonly<Record<string, number>>): SystemValues {
  return Object.entries(sample).map(([key, value]) => {
    if (typeof value !== 'number') throw new UsageError('system.value', `${key} is no number`);
    return [key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key, numberToExtended(value)] as const;
  });
}
