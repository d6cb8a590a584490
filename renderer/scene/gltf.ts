import { strings } from './strings.ts';
/** A glTF document as far as it is looked at here. Source: glTF 2.0, section 5. */
interface Document {
  readonly buffers?: readonly { readonly uri?: string; readonly byteLength?: number }[];
  readonly bufferViews?: readonly { readonly buffer?: number; readonly byteOffset?: number }[];
  readonly images?: readonly { readonly uri?: string; readonly mimeType?: string }[];
}

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

/**
 * A glTF file with its data inside as one GLB, so that no address has to be opened for it (the page's policy allows
 * none, `data:` included). A GLB comes back as it is. Errors: an Error that names the other files a document needs.
 */
export function toGlb(bytes: ArrayBuffer): ArrayBuffer {
  if (bytes.byteLength >= 4 && new DataView(bytes).getUint32(0, true) === MAGIC) {
    refuseOutside(glbDocument(bytes));
    return bytes;
  }
  const document = JSON.parse(new TextDecoder().decode(bytes)) as Document;
  refuseOutside(document);
  const parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array): number => {
    const offset = size;
    parts.push(part);
    size += Math.ceil(part.length / 4) * 4;
    return offset;
  };
  const offsets = (document.buffers ?? []).map((buffer) => add(bytesOf(buffer.uri ?? 'data:,')));
  const views = (document.bufferViews ?? []).map((view) => ({
    ...view,
    buffer: 0,
    byteOffset: (offsets[view.buffer ?? 0] ?? 0) + (view.byteOffset ?? 0),
  }));
  const images = (document.images ?? []).map((image) => {
    if (image.uri === undefined) return image;
    const { uri, ...rest } = image;
    const part = bytesOf(uri);
    const view = { buffer: 0, byteOffset: add(part), byteLength: part.length };
    const mimeType = image.mimeType ?? /^data:([^;,]+)/.exec(uri)?.[1] ?? 'image/png';
    return { ...rest, mimeType, bufferView: views.push(view) - 1 };
  });
  const whole = { ...document, buffers: [{ byteLength: size }], bufferViews: views, images };
  return pack(whole, parts, size);
}

function glbDocument(bytes: ArrayBuffer): Document {
  const length = new DataView(bytes).getUint32(12, true);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 20, length))) as Document;
}

function refuseOutside({ buffers = [], images = [] }: Document): void {
  const outside = [...buffers, ...images].flatMap(({ uri }) =>
    uri === undefined || uri.startsWith('data:') ? [] : [uri],
  );
  if (outside.length > 0) throw new Error(strings.otherFiles(outside.slice(0, 3).join(', ')));
}

/** What a `data:` address holds. */
function bytesOf(uri: string): Uint8Array {
  const comma = uri.indexOf(',');
  const body = uri.slice(comma + 1);
  if (!uri.slice(0, comma).endsWith(';base64')) return new TextEncoder().encode(decodeURIComponent(body));
  return Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
}

function pack(document: object, parts: readonly Uint8Array[], size: number): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(document));
  const textSize = Math.ceil(text.length / 4) * 4;
  const glb = new Uint8Array(12 + 8 + textSize + 8 + size);
  const view = new DataView(glb.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, glb.length, true);
  view.setUint32(12, textSize, true);
  view.setUint32(16, JSON_CHUNK, true);
  glb.fill(0x20, 20, 20 + textSize);
  glb.set(text, 20);
  view.setUint32(20 + textSize, size, true);
  view.setUint32(24 + textSize, BIN_CHUNK, true);
  let at = 28 + textSize;
  for (const part of parts) {
    glb.set(part, at);
    at += Math.ceil(part.length / 4) * 4;
  }
  return glb.buffer;
}
