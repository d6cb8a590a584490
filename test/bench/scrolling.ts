import type { Locator, Page } from 'playwright-core';
import { median, percentile, report } from './report.ts';

const FRAMES = 120;
/** Frames at 60 a second, with what a clock in a page rounds by. */
const BUDGET_MS = 17;

export interface Scrolling {
  /** Pixels of each frame. */
  readonly by: number;
  /** After so many frames nothing moves for as many: how people read. undefined: without a rest. */
  readonly restAfter?: number;
}

/** Durations of frames in ms while what scrolls inside of `scope` is scrolled. */
export function scrolled(scope: Locator, { by, restAfter }: Scrolling): Promise<readonly number[]> {
  return scope.evaluate(
    (element, { step, count, rest }) =>
      new Promise<number[]>((resolve) => {
        const long = Array.from(element.querySelectorAll('*')).find(
          (one) => one.scrollHeight > one.clientHeight * 3 && /auto|scroll/.test(getComputedStyle(one).overflowY),
        );
        if (long === undefined) throw new Error('nothing scrolls');
        const times: number[] = [];
        let before = performance.now();
        const next = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (times.length > count) return resolve(times.slice(1));
          if (rest === undefined || Math.floor(times.length / rest) % 2 === 0) long.scrollBy(0, step);
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    { step: by, count: FRAMES * (restAfter === undefined ? 1 : 4), rest: restAfter },
  );
}

/** The floor: the least a page can do that shows other rows of four words at each frame, in elements that are kept. */
export function scrolledBare(page: Page, { by }: Scrolling): Promise<readonly number[]> {
  return page.evaluate(
    ({ step, count }) =>
      new Promise<number[]>((resolve) => {
        const height = 28;
        const box = document.createElement('div');
        box.style.cssText =
          'position:fixed;inset:250px 300px auto 100px;height:250px;overflow:auto;z-index:99;background:white';
        const inner = document.createElement('div');
        inner.style.cssText = 'position:relative;height:8000000px';
        const rows = Array.from({ length: 18 }, () => {
          const row = document.createElement('div');
          row.style.cssText = `position:absolute;width:100%;height:${height}px;contain:strict`;
          const words = Array.from({ length: 4 }, (_, i) => {
            const cell = document.createElement('div');
            cell.style.cssText = `position:absolute;left:${i * 150}px;width:150px`;
            row.append(cell);
            return cell.appendChild(document.createTextNode(''));
          });
          inner.append(row);
          return { row, words };
        });
        box.append(inner);
        document.body.append(box);
        const times: number[] = [];
        let before = performance.now();
        const next = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (times.length > count) {
            box.remove();
            return resolve(times.slice(1));
          }
          box.scrollBy(0, step);
          const first = Math.floor(box.scrollTop / height);
          for (let n = first; n < first + rows.length; n++) {
            const slot = rows[n % rows.length];
            if (slot === undefined) continue;
            slot.row.style.top = `${n * height}px`;
            slot.words.forEach((word, i) => (word.data = `word ${n * i}`));
          }
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    { step: by, count: FRAMES },
  );
}

export function reportFrames(name: string, times: readonly number[], note: string): void {
  const value = median(times);
  const whole = `${note}; p95 ${percentile(times, 0.95).toFixed(1)} ms`;
  report({ case: name, value, unit: 'ms a frame', budget: '<= 17', isWithin: value <= BUDGET_MS, note: whole });
}
