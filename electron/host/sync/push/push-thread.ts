import { parentPort } from 'node:worker_threads';
import { dataPaths, systemClock } from '#host/base';
import { openReadable } from '#host/store';
import { ConnectionError } from '#sdk/base';
import { asProblem } from '#shared/errors';
import type { PushEnd, PushMessage, PushOrder, PushTold } from './messages.ts';
import { Later } from './patient-link.ts';
import { RunPush } from './run.ts';
import { Conflict } from './settle.ts';

// A thread for pushes, one after the other; it is ended where it is when a person pauses one.
if (parentPort === null) throw new Error('this file runs in a worker thread only');
const port = parentPort;
/** A cursor with thousands of files in it is not copied for each of them. */
const CURSOR_EVERY_MS = 200;

let goOn: (answer: unknown) => void = () => undefined;
port.on('message', (message: PushMessage) => {
  if (message.kind === 'order') void perform(message.order);
  else goOn(message.value);
});

async function perform(order: PushOrder): Promise<void> {
  const teller = tellNowAndThen();
  let end: PushEnd;
  try {
    const db = openReadable(dataPaths(order.dataDir));
    try {
      const answered = (): Promise<unknown> => new Promise((resolve) => (goOn = resolve));
      end = { kind: 'done', isLive: await new RunPush(db, order, teller.tell, answered).run() };
    } finally {
      db.close();
    }
  } catch (error) {
    end = endBy(error);
  }
  teller.flush();
  port.postMessage(end);
}

function endBy(error: unknown): PushEnd {
  if (error instanceof Conflict) return { kind: 'conflict', reason: error.message, canOverwrite: error.canOverwrite };
  if (error instanceof Later) return { kind: 'later', reason: error.message, afterMs: error.afterMs };
  return { kind: 'failed', reason: error instanceof ConnectionError ? refusalOf(error) : asProblem(error).message };
}

/** What GraphQL servers say of what they do not know. Source: the specification's rules of validation, graphql-js's words. */
const UNKNOWN = /^(Unknown (argument|type)|Cannot query field|Field .* is not defined|unknown (field|argument))/i;

function refusalOf({ status, message }: ConnectionError): string {
  if (status === 401 || status === 403) return `the server does not take the key of this remote (${message})`;
  if (UNKNOWN.test(message)) return `the server speaks an older protocol than this run needs (${message})`;
  return message;
}

/** Tells all, but a cursor that need not be on the disk at once only now and then, and the last. */
function tellNowAndThen(): { readonly tell: (told: PushTold) => void; readonly flush: () => void } {
  let held: PushTold | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    tell(told) {
      if (told.kind === 'cursor' && !told.mustAnswer) {
        held = told;
        if (systemClock.monotonic() - lastAt < CURSOR_EVERY_MS) return;
      }
      if (told.kind === 'cursor') {
        held = undefined;
        lastAt = systemClock.monotonic();
      }
      port.postMessage(told);
    },
    flush() {
      if (held !== undefined) port.postMessage(held);
    },
  };
}
