import { rounded } from '../rates.ts';
import { missing, type Probe, type ProbeWorld, type Reading } from '../types.ts';
import { namesIn, numberOf, textOf } from './read.ts';

interface Sensor {
  readonly label: string;
  readonly path: string;
}

/** A board may have a hundred sensors; the first of each chip say what matters. */
const MOST_SENSORS = 24;
const MOST_OF_A_CHIP = 4;
/** Sensors that were found once are looked for again after so many measurements: disks and cards come and go. */
const LOOK_AGAIN_AFTER = 150;

/** Temperatures of the kernel's sensors: hwmon, and thermal zones where there is none. */
export function temperatureProbe(world: ProbeWorld): Probe {
  let sensors: readonly Sensor[] = [];
  let count = 0;
  return {
    id: 'temperatures',
    title: 'Temperatures',
    leastEveryMs: 5000,
    async measure(): Promise<Reading> {
      if (count++ % LOOK_AGAIN_AFTER === 0) sensors = await findSensors(world.root);
      const values: Record<string, number> = {};
      for (const { label, path } of sensors) {
        const milli = await numberOf(path);
        // Sensors that are not connected answer with nonsense far from anything that runs.
        if (milli !== undefined && milli > -50_000 && milli < 200_000) {
          values[`temperature:${label}`] = rounded(milli / 1000, 1);
        }
      }
      if (Object.keys(values).length > 0) return { kind: 'values', values };
      count = 0;
      return missing('The kernel shows no sensor here, as in most virtual machines');
    },
  };
}

async function findSensors(root: string): Promise<readonly Sensor[]> {
  const found = await hwmonSensors(`${root}/sys/class/hwmon`);
  const all = found.length > 0 ? found : await zoneSensors(`${root}/sys/class/thermal`);
  const used = new Map<string, number>();
  return all.slice(0, MOST_SENSORS).map((sensor) => {
    const number = (used.get(sensor.label) ?? 0) + 1;
    used.set(sensor.label, number);
    return number === 1 ? sensor : { ...sensor, label: `${sensor.label} ${number}` };
  });
}

async function hwmonSensors(folder: string): Promise<Sensor[]> {
  const sensors: Sensor[] = [];
  for (const chip of await namesIn(folder)) {
    const name = (await textOf(`${folder}/${chip}/name`))?.trim() ?? chip;
    const inputs = (await namesIn(`${folder}/${chip}`)).filter((file) => /^temp\d+_input$/.test(file));
    for (const file of inputs.slice(0, MOST_OF_A_CHIP)) {
      const label = (await textOf(`${folder}/${chip}/${file.replace('_input', '_label')}`))?.trim() ?? '';
      sensors.push({ label: label === '' ? name : `${name} ${label}`, path: `${folder}/${chip}/${file}` });
    }
  }
  return sensors;
}

async function zoneSensors(folder: string): Promise<Sensor[]> {
  const sensors: Sensor[] = [];
  for (const zone of (await namesIn(folder)).filter((name) => name.startsWith('thermal_zone'))) {
    const label = (await textOf(`${folder}/${zone}/type`))?.trim() ?? zone;
    sensors.push({ label, path: `${folder}/${zone}/temp` });
  }
  return sensors;
}
