import type { ProjectKeys } from '#shared/api';
import { panelKindFor, panelKinds, type PanelKind, type PanelSource } from '../registry.ts';
import { NEW_BOARD, type BoardBody, type PanelSpec } from './board-body.ts';

/** A board with a panel of each kind, and the kinds that show what scripts log where none has logged such a thing. */
export interface Gallery {
  readonly body: BoardBody;
  readonly missing: readonly PanelKind[];
}

/**
 * One panel of each kind over a project's own data: kinds that show keys get the first key of each type (an image, a
 * sound, a video …), kinds with a form (and no such key) begin as they would when a person adds them. Sections are the kinds.
 */
export function galleryOf(keys: ProjectKeys, sources: readonly PanelSource[]): Gallery {
  const panels: Record<string, PanelSpec> = {};
  const missing: PanelKind[] = [];
  const sectionOrder: string[] = [];
  for (const kind of panelKinds) {
    const keyed = keyedSpecs(kind, sources);
    const specs = keyed.length > 0 || kind.form === undefined ? keyed : [{ config: kind.form.start(keys) }];
    specs.forEach((spec, i) => {
      panels[`p-${kind.id}-${i}`] = { kind: kind.id, section: kind.title, ...spec };
    });
    if (specs.length > 0) sectionOrder.push(kind.title);
    // A chart can be made by hand, and yet no script has logged one.
    if (keyed.length === 0 && (kind.form === undefined || kind.sample !== undefined)) missing.push(kind);
  }
  return { body: { ...NEW_BOARD, mode: 'manual', panels, sectionOrder }, missing };
}

function keyedSpecs(kind: PanelKind, sources: readonly PanelSource[]): readonly PanelSpec[] {
  const byType = new Map<string, string>();
  for (const { typeCounts, key } of sources) {
    if (panelKindFor(typeCounts) !== kind) continue;
    const type = mainType(typeCounts);
    if (!byType.has(type)) byType.set(type, key);
  }
  return [...byType.values()].map((key) => ({ keys: [key] }));
}

/** The type that most runs have logged there. */
function mainType(typeCounts: Readonly<Record<string, number>>): string {
  return Object.entries(typeCounts).reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0])[0];
}
