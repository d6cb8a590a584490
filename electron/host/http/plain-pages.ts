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

const STYLE = `
:root { color-scheme: light dark; --ground: #f7f8f9; --card: #fff; --ink: #14171a; --soft: #59636e; --line: #d8dde2;
  --accent: #0b66c3; --on-accent: #fff; --problem: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #0e1114; --card: #161a1e; --ink: #e8ebee; --soft: #9aa4ae;
  --line: #2b3238; --accent: #5aa7f5; --on-accent: #08131f; --problem: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground);
  color: var(--ink); font: 14px/1.5 'Inter Variable', Inter, system-ui, sans-serif; }
main { width: 100%; max-width: 400px; padding: 28px; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; }
h1 { margin: 0 0 12px; font-size: 18px; line-height: 1.3; letter-spacing: -0.01em; }
p { margin: 0 0 12px; color: var(--soft); }
code { font: 12.5px 'JetBrains Mono Variable', ui-monospace, monospace; color: var(--ink); }
label { display: block; margin: 16px 0 6px; font-weight: 500; }
input { width: 100%; height: 36px; padding: 0 10px; font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--line); border-radius: 6px; }
button { width: 100%; height: 36px; margin-top: 14px; font: inherit; font-weight: 600; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 6px; cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.problem { margin: 10px 0 0; color: var(--problem); }
`;

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
${body}
</main>
</body>
</html>
`;
}
