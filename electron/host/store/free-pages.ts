import type { WriteContext } from './context.ts';

/** Free pages below this, or below a tenth of the file, are left for the next lines: giving them back would be churn. */
const KEPT_PAGES = 2048;
/** 4 MB: a few milliseconds of the writer's time. */
const PAGES_PER_CALL = 1024;

/**
 * Gives a part of the space of deleted runs back to the disk; the file is shorter after the next checkpoint.
 * Returns true when there is more to give back: call again, each time in a transaction of its own.
 */
export function giveBackPages(ctx: WriteContext): boolean {
  const spare = sparePages(ctx);
  if (spare <= 0) return false;
  // The statement frees one page a step; exec goes through all of them.
  ctx.db.exec(`PRAGMA incremental_vacuum(${Math.min(spare, PAGES_PER_CALL)})`);
  return sparePages(ctx) > 0;
}

function sparePages(ctx: WriteContext): number {
  const free = ctx.db.pragma('freelist_count', { simple: true }) as number;
  const all = ctx.db.pragma('page_count', { simple: true }) as number;
  return free - Math.max(KEPT_PAGES, Math.floor(all / 10));
}
