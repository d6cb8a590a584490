import type { HostState } from './host-link.ts';

/** Links of the banner page; the shell catches them before they load anything. */
export const RETRY_LINK = 'taffrail-shell:retry';
export const REVEAL_LINK = 'taffrail-shell:reveal';

/**
 * The page shown while there is no host: a `data:` address without any script, because the host, whose origin is the
 * only one the window may load, is what is missing.
 */
export function bannerPage(state: HostState, theme: 'light' | 'dark'): string {
  const { title, text, detail, actions } = words(state);
  const colours = theme === 'dark' ? DARK : LIGHT;
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Taffrail</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${colours}${STYLE}</style><main role="alert"><h1>${title}</h1><p>${text}</p>${
    detail === '' ? '' : `<pre>${escapeHtml(detail)}</pre>`
  }${actions}</main></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}

function words(state: HostState): { title: string; text: string; detail: string; actions: string } {
  switch (state.kind) {
    case 'starting':
      return { title: 'Starting Taffrail…', text: '', detail: '', actions: '' };
    case 'up':
      return { title: 'Opening…', text: '', detail: '', actions: '' };
    case 'restarting':
      return {
        title: 'The recorder stopped. Starting it again…',
        text: `What was acknowledged is on disk, and running scripts send the rest again by themselves. (${escapeHtml(state.reason)})`,
        detail: '',
        actions: '',
      };
    case 'down':
      return {
        title: 'The recorder does not start',
        text: `It was tried several times. Nothing stored is lost. (${escapeHtml(state.reason)})`,
        detail: state.output,
        actions: `<nav><a href="${RETRY_LINK}">Try again</a><a href="${REVEAL_LINK}">Open data folder</a></nav>`,
      };
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

const DARK = ':root{color-scheme:dark;--ground:#0b1317;--text:#e5eef0;--soft:#b0c0c6;--line:#213038;--act:#71d2e0}';
const LIGHT = ':root{color-scheme:light;--ground:#f4f7f7;--text:#0f2029;--soft:#41535b;--line:#e2e9ea;--act:#075f6e}';
const STYLE = `body{margin:0;height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);
font:14px/1.6 Inter,system-ui,sans-serif}main{max-width:560px;padding:32px}h1{font-size:18px;font-weight:600;margin:0 0 8px}
p{color:var(--soft);margin:0 0 16px}pre{white-space:pre-wrap;max-height:40vh;overflow:auto;border:1px solid var(--line);
border-radius:8px;padding:12px;font-size:12px}nav{display:flex;gap:16px;margin-top:16px}a{color:var(--act)}`;
