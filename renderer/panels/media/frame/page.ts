import { strings } from '../strings.ts';
/** What a frame tells the page around it. Anything else that logged scripts send is passed over. */
export type FrameMessage =
  | { readonly kind: 'ready' }
  /** Something from outside that the frame may not have. */
  | { readonly kind: 'blocked'; readonly address: string }
  /** A person followed a link. */
  | { readonly kind: 'open'; readonly address: string }
  | { readonly kind: 'failed'; readonly reason: string };

const LONGEST_TEXT = 2000;

/** Reads a message of a frame; its content is hostile. */
export function readFrameMessage(data: unknown): FrameMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, address, reason } = data as Readonly<Record<string, unknown>>;
  if (kind === 'ready') return { kind };
  if (kind === 'blocked' && typeof address === 'string') return { kind, address: address.slice(0, LONGEST_TEXT) };
  if (kind === 'failed' && typeof reason === 'string') return { kind, reason: reason.slice(0, LONGEST_TEXT) };
  if (kind !== 'open' || typeof address !== 'string' || address.length > LONGEST_TEXT) return undefined;
  return isOpenable(address) ? { kind, address } : undefined;
}

/** Addresses that may be handed to the person's browser. */
function isOpenable(address: string): boolean {
  try {
    return ['https:', 'http:', 'mailto:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

/**
 * Runs before anything else in the frame: reports what the policy stopped, hands links to the page around it, and takes
 * away what no policy of a browser covers (peer connections, also in pages that the page writes into itself). It is no
 * wall: the wall is the sandbox and the policy.
 */
const GUARD_CODE = `(function guard() {
  const tell = parent.postMessage.bind(parent);
  const say = (message) => tell(message, '*');
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport']) {
    try { Object.defineProperty(window, name, { value: undefined, configurable: false, writable: false }); } catch {}
  }
  const self = '<script>(' + guard + ')()</' + 'script>';
  const seen = new WeakSet();
  const wrap = (frame) => {
    const page = frame.getAttribute('srcdoc');
    if (page === null || page.startsWith(self)) return;
    frame.setAttribute('srcdoc', self + page);
  };
  const look = (root) => {
    if (seen.has(root)) return;
    seen.add(root);
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        for (const node of [target, ...addedNodes]) {
          if (node.nodeName === 'IFRAME') wrap(node);
          if (node.querySelectorAll) node.querySelectorAll('iframe').forEach(wrap);
        }
      }
    }).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['srcdoc'] });
  };
  look(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    look(root);
    return root;
  };
  addEventListener('securitypolicyviolation', (event) => say({ kind: 'blocked', address: String(event.blockedURI) }));
  addEventListener('click', (event) => {
    const link = event.composedPath().find((one) => one instanceof Element && one.matches('a[href], area[href]'));
    const target = link === undefined ? '#' : link.getAttribute('href') || '';
    if (target.startsWith('#')) return;
    event.preventDefault();
    say({ kind: 'open', address: typeof link.href === 'string' ? link.href : target });
  }, true);
  window.open = (address) => { say({ kind: 'open', address: String(address) }); return null; };
})();`;

const GUARD = `<script>${GUARD_CODE}</script>`;

/** What the client puts in front of a page: a base and a style sheet on the internet. Source: wandb 0.31, html.py. */
const CLIENT_STYLE = /<link\b[^>]*\bhref\s*=\s*["']?https?:\/\/app\.wandb\.ai\/normalize\.css["']?[^>]*>/gi;
const CLIENT_BASE = /<base\s+target=["']?_blank["']?\s*\/?>/gi;

/** The same look without the internet. */
const LOCAL_STYLE = `<style>
html { font-family: system-ui, sans-serif; line-height: 1.15; }
body { margin: 0; padding: 8px; }
h1 { margin: .67em 0; font-size: 2em; }
pre, code, kbd, samp { font-family: ui-monospace, monospace; font-size: 1em; }
img { max-width: 100%; border-style: none; }
</style>`;

/** A logged page as it goes into the frame. A doctype stays in front, so that the page is laid out as it was meant. */
export function htmlPage(html: string): string {
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
  const body = html.slice(doctype.length).replace(CLIENT_BASE, '').replace(CLIENT_STYLE, LOCAL_STYLE);
  return `${doctype}${GUARD}${body}`;
}

export interface FigureColors {
  readonly paper: string;
  readonly plot: string;
  readonly text: string;
  readonly grid: string;
}

/** A page with one script of ours and the data it draws. */
function figurePage(code: string, data: unknown, draw: string): string {
  // Neither code nor data may end the script element they stand in.
  const safeCode = code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const safeData = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<!doctype html><meta charset="utf-8">${GUARD}
<style>html, body, #figure { width: 100%; height: 100%; margin: 0; overflow: hidden; }</style>
<div id="figure"></div><script>${safeCode}</script>
<script>(async (data) => { try { ${draw} } catch (error) {
  parent.postMessage({ kind: 'failed', reason: String(error && error.message || error) }, '*');
} })(${safeData});</script>`;
}

/** A Plotly figure in the colours of the theme, unless it has its own. `figure` is the logged JSON. */
export function plotlyPage(code: string, figure: unknown, colors: FigureColors, isDark: boolean): string {
  const { data, layout, config, frames } = asObject(figure);
  // The panel decides the size; figures of pyplot come with one of their own.
  const { width: _width, height: _height, ...own } = asObject(layout);
  // Whoever chose a paper chose the ink for it.
  const hasPaper = own['paper_bgcolor'] !== undefined || own['plot_bgcolor'] !== undefined;
  const options = {
    ...asObject(config),
    responsive: true,
    displaylogo: false,
    modeBarButtonsToRemove: ['toImage', 'sendDataToCloud'],
  };
  const themed = { ...(hasPaper || !isDark ? {} : darkLayout(own, colors)), autosize: true };
  return figurePage(
    code,
    { data, layout: { ...own, ...themed }, config: options, frames },
    `if (innerHeight < 380) {
       data.layout.margin = { l: 44, r: 14, t: data.layout.title ? 32 : 14, b: 34 };
       for (const axis of ['xaxis', 'yaxis']) data.layout[axis] = { ...data.layout[axis], automargin: true };
     }
     await Plotly.newPlot('figure', data);
     document.documentElement.dataset.drawn = 'plotly';`,
  );
}

function darkLayout(own: Fields, colors: FigureColors): Fields {
  const axis = { gridcolor: colors.grid, zerolinecolor: colors.grid, linecolor: colors.grid };
  return {
    paper_bgcolor: colors.paper,
    plot_bgcolor: colors.plot,
    font: { color: colors.text, ...asObject(own['font']) },
    xaxis: { ...axis, ...asObject(own['xaxis']) },
    yaxis: { ...axis, ...asObject(own['yaxis']) },
  };
}

/** A Bokeh document. `doc` is the logged JSON; documents from before Bokeh 3 list their roots in another way. */
export function bokehPage(code: string, doc: unknown): string {
  const { roots } = asObject(doc);
  const first = Array.isArray(roots) ? asObject(roots[0])['id'] : (asObject(roots)['root_ids'] as unknown[])?.[0];
  if (typeof first !== 'string') throw new Error(strings.noRoot);
  return figurePage(
    code,
    { doc: stretched(doc), root_id: first, target_id: 'figure' },
    `await Bokeh.embed.embed_item(data);
     document.documentElement.dataset.drawn = 'bokeh';`,
  );
}

/** The panel decides the size of what the document draws. */
function stretched(doc: unknown): unknown {
  const { roots } = asObject(doc);
  if (!Array.isArray(roots)) return doc;
  return {
    ...asObject(doc),
    roots: roots.map((root) => ({
      ...asObject(root),
      attributes: { ...asObject(asObject(root)['attributes']), sizing_mode: 'stretch_both' },
    })),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
