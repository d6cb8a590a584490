import type { WriteContext } from '#host/store';
import { adoptSweep } from '#host/sweeps';
import type { UnixMs } from '#shared/units';
import type { BundledSweep } from '../format/schema.ts';

/** Brings a sweep of the runs of a bundle. One that is here already stays as it is. Errors: `sweep.invalid`. */
export function handleBringSweep(ctx: WriteContext, { sweep }: { readonly sweep: BundledSweep }): void {
  const { createdAt, updatedAt } = sweep;
  adoptSweep(ctx, { ...sweep, createdAt: createdAt as UnixMs, updatedAt: updatedAt as UnixMs });
}
