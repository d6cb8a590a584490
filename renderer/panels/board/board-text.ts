import { NEW_BOARD, readBoard, type BoardBody } from './board-body.ts';

/** Only what differs from `base`, so that addresses, views and histories stay short. */
export function toSparse(body: BoardBody, base: BoardBody = NEW_BOARD): Record<string, unknown> {
  const sparse: Record<string, unknown> = { version: 2 };
  for (const [name, value] of Object.entries(body)) {
    const before = base[name as keyof BoardBody];
    if (JSON.stringify(value) === JSON.stringify(before)) continue;
    const isByName = name === 'panels' || name === 'sections' || name === 'shared';
    sparse[name] = isByName ? differences(value as object, before as object) : value;
  }
  return sparse;
}

/** Members that differ; a member that is gone is null. */
function differences(value: object, before: object): Record<string, unknown> {
  const old = before as Readonly<Record<string, unknown>>;
  const changed = Object.entries(value).filter(([name, one]) => JSON.stringify(one) !== JSON.stringify(old[name]));
  const gone = Object.keys(old).filter((name) => !(name in value));
  return Object.fromEntries([...changed, ...gone.map((name) => [name, null])]);
}

/** Turns toSparse round. What is not understood is as in `base`. */
export function fromSparse(sparse: unknown, base: BoardBody = NEW_BOARD): BoardBody {
  if (typeof sparse !== 'object' || sparse === null) return base;
  const from = sparse as Readonly<Record<string, unknown>>;
  // An address of an older version was made against a new board.
  if (from['version'] !== 2) return readBoard(from);
  const merged: Record<string, unknown> = { ...base, ...from };
  for (const name of ['panels', 'sections', 'shared'] as const) {
    const part = from[name];
    if (typeof part !== 'object' || part === null) continue;
    const members = Object.entries({ ...base[name], ...part }).filter(([, one]) => one !== null);
    merged[name] = Object.fromEntries(members);
  }
  return readBoard(merged);
}

/** What a board adds to `base`, as text for the address: packed JSON. Undefined when it is the same. */
export async function encodeBoard(body: BoardBody, base?: BoardBody): Promise<string | undefined> {
  const sparse = toSparse(body, base);
  if (Object.keys(sparse).length <= 1) return undefined;
  const bytes = await through(new TextEncoder().encode(JSON.stringify(sparse)), new CompressionStream('deflate-raw'));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `.${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The board of an address; undefined when the text is not one of ours. Texts without the dot are not packed. */
export async function decodeBoard(text: string, base?: BoardBody): Promise<BoardBody | undefined> {
  try {
    const isPacked = text.startsWith('.');
    const binary = atob(
      text
        .slice(isPacked ? 1 : 0)
        .replaceAll('-', '+')
        .replaceAll('_', '/'),
    );
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const plain = isPacked ? await through(bytes, new DecompressionStream('deflate-raw')) : bytes;
    return fromSparse(JSON.parse(new TextDecoder().decode(plain)), base);
  } catch {
    // Cut or mistyped by whoever sent the link: the saved view is shown instead.
    return undefined;
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
