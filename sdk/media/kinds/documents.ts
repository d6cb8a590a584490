import type { Wait } from '#sdk/base';
import { valueText } from '#sdk/values';
import { copyOf, endingOf, readWhole, refuse } from '../bytes.ts';
import { type Bytes, captioned, Media } from '../media.ts';
import type { MediaData } from '../payload.ts';

const utf8 = new TextEncoder();

/** A page, shown by itself and without network. */
export class Html extends Media {
  readonly kind = 'html';
  readonly #data: MediaData;

  /** `inject`: links open in a window of their own, as the Python client arranges it; true unless given. */
  constructor(markup: string, { inject = true }: { readonly inject?: boolean } = {}) {
    super();
    this.#data = { kind: 'html', bytes: utf8.encode(inject ? withBase(markup) : markup), ending: '.html' };
  }

  /** Errors: UsageError when the file cannot be read. */
  static async fromFile(path: string | URL, options: { readonly inject?: boolean } & Wait = {}): Promise<Html> {
    return new Html(new TextDecoder().decode(await readWhole(path, options.signal)), options);
  }

  toData(): MediaData {
    return this.#data;
  }
}

/** What the Python client puts into a page's head. Pages are shown without network, so its sheet is never asked for. */
const HEAD =
  '<base target="_blank"><link rel="stylesheet" type="text/css" href="https://app.wandb.ai/normalize.css" />';

/** Puts it in, byte for byte as the Python client's `inject_head` does. */
function withBase(markup: string): string {
  const at = markup.indexOf('<head>') + '<head>'.length;
  if (at >= '<head>'.length) return (markup.slice(0, at) + HEAD + markup.slice(at)).trim();
  const root = markup.indexOf('<html>');
  if (root < 0) return (HEAD + markup).trim();
  const inside = root + '<html>'.length;
  return `${markup.slice(0, inside)}<head>${HEAD}</head>${markup.slice(inside)}`.trim();
}

const MOLECULES = ['pdb', 'pqr', 'mmcif', 'mcif', 'cif', 'sdf', 'sd', 'gro', 'mol2', 'mmtf'] as const;
export type MoleculeFormat = (typeof MOLECULES)[number];

/** A molecule, to be turned. */
export class Molecule extends Media {
  readonly kind = 'molecule';
  readonly #data: MediaData;

  /** Errors: UsageError for another format. */
  constructor(content: string | Bytes, options: { readonly format: MoleculeFormat; readonly caption?: string }) {
    super();
    const { format, caption } = options;
    if (!MOLECULES.includes(format)) refuse(`molecule: format "${format}" is none of ${MOLECULES.join(', ')}`);
    const bytes = typeof content === 'string' ? utf8.encode(content) : copyOf(content);
    this.#data = { kind: 'molecule', bytes, ending: `.${format}`, ...captioned(caption) };
  }

  /** Errors: UsageError when the file cannot be read or has another format. */
  static async fromFile(path: string | URL, options: { readonly caption?: string } & Wait = {}): Promise<Molecule> {
    const format = endingOf(path) as MoleculeFormat;
    return new Molecule(await readWhole(path, options.signal), { format, ...captioned(options.caption) });
  }

  toData(): MediaData {
    return this.#data;
  }
}

/** A Plotly figure: its JSON. */
export class Plotly extends Media {
  readonly kind = 'plotly';
  readonly #data: MediaData;

  constructor(figure: { readonly data: readonly unknown[]; readonly layout?: unknown }) {
    super();
    if (!Array.isArray(figure.data)) refuse('plotly: data is no list of traces');
    const text = valueText({ data: figure.data, layout: figure.layout ?? {} }, 'figure');
    this.#data = { kind: 'plotly', bytes: utf8.encode(text), ending: '.plotly.json' };
  }

  toData(): MediaData {
    return this.#data;
  }
}
