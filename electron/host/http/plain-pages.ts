// The few pages that must work without the renderer and without any script.

/** A page of a title and a few lines of text. */
export function messagePage(content: { readonly title: string; readonly lines: readonly string[] }): string {
  const lines = content.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return page(content.title, `<h1>${escapeHtml(content.title)}</h1>\n${lines}`);
}

/** The page where a browser shows the API key once; `next` is the local address to go to afterwards. */
export function signInPage(content: { readonly next: string; readonly message?: string }): string {
  const message =
    content.message === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(content.message)}</p>`;
  return page(
    'Sign in to Taffrail',
    `<h1>Sign in to Taffrail</h1>
<p>This Taffrail asks everybody for its API key. It is in <code>secrets.json</code> in the data folder, and on the
connect page of a browser that is signed in.</p>
<form method="post" action="/api/sign-in">
<input type="hidden" name="next" value="${escapeHtml(content.next)}">
<input type="text" name="username" value="api" autocomplete="username" hidden>
<label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus spellcheck="false">
${message}
<button type="submit">Sign in</button>
</form>`,
  );
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** The colours are those of the pages (renderer/widgets/tokens.css); their fonts are not at hand here. */
const STYLE = `
:root { color-scheme: light dark; --ground: #f4f7f7; --card: #fff; --ink: #0f2029; --soft: #41535b; --line: #dfe6e7;
  --field: #b3c0c4; --accent: #0a6b7c; --on-accent: #fff; --problem: #a8232f; --brass: #96690a; }
@media (prefers-color-scheme: dark) { :root { --ground: #0b1317; --card: #111b20; --ink: #e5eef0; --soft: #b0c0c6;
  --line: #1f2d35; --field: #3b505b; --accent: #43bccd; --on-accent: #04191d; --problem: #ff9aa2; --brass: #e0b04c; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground);
  color: var(--ink); font: 0.875rem/1.5 system-ui, 'Segoe UI', sans-serif; }
main { width: 100%; max-width: 25rem; padding: 1.75rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; overflow-wrap: anywhere; }
svg { display: block; width: 2rem; height: 1.5rem; margin-bottom: 1rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.125rem; line-height: 1.3; letter-spacing: -0.01em; }
p { margin: 0 0 0.75rem; color: var(--soft); }
code { font: 0.8125rem ui-monospace, 'Cascadia Mono', Menlo, monospace; color: var(--ink); }
label { display: block; margin: 1rem 0 0.375rem; font-weight: 500; }
input { width: 100%; height: 2.25rem; padding: 0 0.625rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--field); border-radius: 5px; }
button { width: 100%; height: 2.25rem; margin-top: 0.875rem; font: inherit; font-weight: 600; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 5px; }
input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.problem { margin: 0.625rem 0 0; color: var(--problem); }
`;

const LOGO = `<svg viewBox="2 6 28 20" aria-hidden="true"><g fill="none" stroke="var(--accent)" stroke-linecap="round"
stroke-width="2.8"><path d="M3 12.3c3.9 0 3.9 3.4 7.8 3.4s3.9-3.4 7.8-3.4"/>
<path d="M3 19.1c3.9 0 3.9 3.4 7.8 3.4s3.9-3.4 7.8-3.4" opacity=".5"/></g>
<path d="M20 16l8.2-8c1.2 5.3 1.2 10.7 0 16z" fill="var(--brass)"/></svg>`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${LOGO}
${body}
</main>
</body>
</html>
`;
}
