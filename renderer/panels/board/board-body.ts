import { DEFAULT_SHARED, readSmoothing } from '../line/config.ts';
import type { SharedSettings } from '../registry.ts';
import { readEyes, type Eyes, ALL_OPEN } from './eyes.ts';

/** Everything a person has set on one board; saved as a view and carried in the address. */
export interface BoardBody {
  readonly version: 1;
  readonly shared: SharedSettings;
  /** Own settings by panel id; the panel's kind reads them. */
  readonly panels: Readonly<Record<string, unknown>>;
  readonly collapsed: readonly string[];
  readonly sectionBy: 'first' | 'last';
  /** 0: as many as fit. */
  readonly columns: number;
  readonly isCursorLinked: boolean;
  /** Runs drawn at most in each panel. */
  readonly runLimit: number;
  readonly eyes: Eyes;
}

/** Runs drawn before the panel says "first n of m". */
export const DEFAULT_RUN_LIMIT = 100;

export const NEW_BOARD: BoardBody = {
  version: 1,
  shared: DEFAULT_SHARED,
  panels: {},
  collapsed: [],
  sectionBy: 'first',
  columns: 0,
  isCursorLinked: true,
  runLimit: DEFAULT_RUN_LIMIT,
  eyes: ALL_OPEN,
};

type Saved = Readonly<Record<string, unknown>>;

/** Reads a saved board field by field; whatever is missing or damaged is as on a new board. */
export function readBoard(saved: unknown): BoardBody {
  if (!isRecord(saved)) return NEW_BOARD;
  return {
    version: 1,
    shared: readShared(saved['shared']),
    panels: isRecord(saved['panels']) ? saved['panels'] : {},
    collapsed: readTexts(saved['collapsed']),
    sectionBy: saved['sectionBy'] === 'last' ? 'last' : 'first',
    columns: readInteger(saved['columns'], 0, 6, 0),
    isCursorLinked: saved['isCursorLinked'] !== false,
    runLimit: readInteger(saved['runLimit'], 1, 10_000, DEFAULT_RUN_LIMIT),
    eyes: readEyes(saved['eyes']),
  };
}

/** Only what differs from a new board, so that addresses and views stay short. */
export function toSparse(body: BoardBody): Record<string, unknown> {
  const sparse: Record<string, unknown> = { version: 1 };
  for (const [name, value] of Object.entries(body)) {
    if (JSON.stringify(value) !== JSON.stringify(NEW_BOARD[name as keyof BoardBody])) sparse[name] = value;
  }
  return sparse;
}

/** A board as text for the address; undefined when it is as new. */
export function encodeBoard(body: BoardBody): string | undefined {
  const sparse = toSparse(body);
  if (Object.keys(sparse).length <= 1) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(sparse));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The board of an address; undefined when the text is not one of ours. */
export function decodeBoard(text: string): BoardBody | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    return readBoard(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Cut or mistyped by whoever sent the link: the saved view is shown instead.
    return undefined;
  }
}

function readShared(saved: unknown): SharedSettings {
  if (!isRecord(saved)) return DEFAULT_SHARED;
  const x = saved['x'];
  return {
    ...(typeof x === 'string' && x !== '' ? { x } : {}),
    smoothing: readSmoothing(saved['smoothing']) ?? DEFAULT_SHARED.smoothing,
    isOriginalShown: saved['isOriginalShown'] !== false,
    xScale: saved['xScale'] === 'log' ? 'log' : 'linear',
    yScale: saved['yScale'] === 'log' ? 'log' : 'linear',
  };
}

function readTexts(saved: unknown): readonly string[] {
  return Array.isArray(saved) ? saved.filter((one): one is string => typeof one === 'string') : [];
}

function readInteger(saved: unknown, min: number, max: number, otherwise: number): number {
  return typeof saved === 'number' && Number.isInteger(saved) && saved >= min && saved <= max ? saved : otherwise;
}

function isRecord(value: unknown): value is Saved {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
