import { closeSync, fstatSync, openSync } from 'node:fs';
import { isJsonObject, parseExtended } from '#shared/wire';
import { type ByteSource, type DamagedSpan, readRecords } from '../log/framing.ts';
import { fileSource } from '../log/source.ts';
import { NO_SHIFT, type Shift } from './shift.ts';
import { RunLog } from './run-log.ts';
import type { LogBatch, LogHead, OpenLog } from './types.ts';

/** Bytes of records that make one batch: some thousand lines, a few milliseconds of the writer's time. */
const BATCH_BYTES = 1024 * 1024;
/** How far the beginning is looked through for the first line of each kind. */
const HEAD_BYTES = 1024 * 1024;

/** Opens a `.wandb` file for reading. Errors: those of the file system; NotALogError when it is none. */
export function openWandbLog(path: string): OpenLog {
  const file = openSync(path, 'r');
  const source = fileSource(file);
  let run = new RunLog();
  let position = 0;
  let records = readRecords(source, 0);
  let damage: DamagedSpan[] = [];
  return {
    head: () => readHead(source),
    next(shift: Shift): LogBatch {
      run.shift = shift;
      const from = position;
      while (position - from < BATCH_BYTES) {
        const step = records.next();
        if (step.done !== true) {
          run.add(step.value.payload);
          position = step.value.end;
          continue;
        }
        const end = step.value;
        damage = [...damage, ...end.damage];
        position = Math.max(position, end.position);
        records = readRecords(source, position);
        const rest = { ...run.rest(), isTorn: end.isTorn, damage };
        return { ...run.takeLines(), made: [], position, sizeBytes: fstatSync(file).size, rest };
      }
      return { ...run.takeLines(), made: [], position, sizeBytes: fstatSync(file).size };
    },
    close() {
      run = new RunLog();
      closeSync(file);
    },
  };
}

function readHead(source: ByteSource): LogHead | undefined {
  const run = new RunLog();
  run.shift = NO_SHIFT;
  let row: string | undefined;
  let event: string | undefined;
  let line: string | undefined;
  for (const { payload, end } of readRecords(source)) {
    run.add(payload);
    const lines = run.takeLines();
    row ??= lines.history.lines[0];
    event ??= lines.events.lines[0];
    line ??= firstWhole(lines.console);
    if (end > HEAD_BYTES || (row !== undefined && event !== undefined && line !== undefined)) break;
  }
  const { identity } = run;
  if (identity === undefined) return undefined;
  const step = numberIn(row, '_step');
  const timestamp = numberIn(row, '_timestamp');
  const eventAt = numberIn(event, '_timestamp');
  return {
    identity,
    fields: run.fields,
    ...(step === undefined || timestamp === undefined ? {} : { firstRow: { step, timestamp } }),
    ...(eventAt === undefined ? {} : { firstEventAt: eventAt }),
    ...(line === undefined ? {} : { firstConsoleLine: line }),
  };
}

/** The first line, once a second one shows that it is over. */
function firstWhole(spans: LogBatch['console']): string | undefined {
  const [span] = spans;
  return span?.from === 0 && span.lines.length > 1 ? span.lines[0] : undefined;
}

function numberIn(line: string | undefined, key: string): number | undefined {
  if (line === undefined) return undefined;
  const value = parseExtended(line);
  const member = isJsonObject(value) ? value[key] : undefined;
  return typeof member === 'number' ? member : undefined;
}
