import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = new URL('..', import.meta.url).pathname;

/**
 * Real clients, real browsers and real clocks on a machine with other work: a test may fail once for want of time. The reporter marks
 * each test that needed its second try (`retry x1`), and a fault of ours fails both.
 */
const TRIES_AGAIN = 1;

/** Files of one worker share what they import, which takes a third less of the processor; none leaves anything behind in it. */
const IS_ISOLATED = false;

/** Files whose tests wait for many scripts go first: short ones fill the gaps at the end. Vitest goes by the length of a file. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/contract/client/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * Three suites: `unit` beside the sources, `contract` against a real host with the real client, `e2e` in a real browser
 * and a real Electron. `test/contract/collected.test.ts` fails when a file with tests is in none of them.
 */
export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'sdk/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
          pool: 'threads',
          maxWorkers: 2,
          isolate: IS_ISOLATED,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: TRIES_AGAIN,
        },
      },
      {
        root,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          pool: 'forks',
          // Clients and hosts wait for each other and for their clocks: two workers leave a third of two cores unused.
          maxWorkers: 5,
          isolate: IS_ISOLATED,
          testTimeout: 180_000,
          hookTimeout: 600_000,
          retry: TRIES_AGAIN,
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          isolate: IS_ISOLATED,
          testTimeout: 300_000,
          hookTimeout: 600_000,
          retry: TRIES_AGAIN,
        },
      },
    ],
  },
});
