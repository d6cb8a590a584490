import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { ROOT } from '../support/host.ts';

/** Attributes and properties that a person reads, or hears read out. */
const READ: ReadonlySet<string> = new Set(
  'label title aria-label placeholder alt note tip text action empty words removeLabel group'.split(' '),
);
/** Not words but what a script wrote or names. */
const NO_WORDS: ReadonlySet<string> = new Set(['null', 'wandb.h5']);
/** Told to who writes code here, never shown. */
const FOR_US: ReadonlySet<string> = new Set(['index.html has no #root', 'useData outside of DataProvider']);

interface Node {
  readonly type: string;
  readonly [name: string]: unknown;
}

/** What of a text of a file is read by people though it stands outside of `strings.ts`. */
function wordsIn(name: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: Node, isCode: boolean): void => {
    const isInCode = isCode || (node.type === 'JSXElement' && /^(?:code|pre)$/.test(tagOf(node)));
    if (node.type === 'JSXText' && !isInCode) found.push(...[String(node['value']).trim()].filter(isText));
    if (node.type === 'JSXExpressionContainer' && !isInCode) found.push(...textsOf(node['expression']).filter(isWords));
    if (isRead(node)) found.push(...textsOf(node['value']).filter(isWords));
    if (isCallOf(node, 'showToast', 'Error')) found.push(...textsOf(listOf(node['arguments'])[0]).filter(isText));
    // The value of an attribute is looked at with its name, above.
    const { type: _, value, ...rest } = node;
    const inner = node.type === 'JSXAttribute' ? innerOf(value) : [value, ...Object.values(rest)];
    for (const one of inner.flatMap((child) => (Array.isArray(child) ? (child as unknown[]) : [child])))
      if (isNode(one)) visit(one, isInCode);
  };
  visit(parseSync(name, text).program as unknown as Node, false);
  return [...new Set(found)];
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const nameOf = (value: unknown): string => (isNode(value) ? String(value['name'] ?? value['value']) : '');
const isText = (text: string): boolean => /\p{L}{2}/u.test(text) && !NO_WORDS.has(text) && !FOR_US.has(text);
/** More than a name, a pattern or a key: a word with a capital, or two words beside each other. */
const isWords = (text: string): boolean => isText(text) && /^(?:± )?\p{Lu}\p{Ll}|\p{L}{2} \p{L}/u.test(text);

function tagOf(element: Node): string {
  const opening = element['openingElement'];
  return isNode(opening) ? nameOf(opening['name']) : '';
}

function innerOf(value: unknown): readonly unknown[] {
  return isNode(value) && value.type === 'JSXExpressionContainer' ? [value['expression']] : [value];
}

function isRead(node: Node): boolean {
  const key = node.type === 'JSXAttribute' ? node['name'] : node.type === 'Property' ? node['key'] : undefined;
  return READ.has(nameOf(key));
}

function isCallOf(node: Node, ...names: readonly string[]): boolean {
  return /^(?:Call|New)Expression$/.test(node.type) && names.includes(nameOf(node['callee']));
}

/** The texts that an expression may be, as they are written; nothing of what it calls or reads. */
function textsOf(value: unknown): string[] {
  if (!isNode(value)) return [];
  switch (value.type) {
    case 'Literal':
      return typeof value['value'] === 'string' ? [value['value']] : [];
    case 'TemplateLiteral':
      return listOf(value['quasis']).map((one) => (isNode(one) ? (one['value'] as { raw: string }).raw.trim() : ''));
    case 'ConditionalExpression':
      return [...textsOf(value['consequent']), ...textsOf(value['alternate'])];
    case 'LogicalExpression':
      return [...textsOf(value['left']), ...textsOf(value['right'])];
    case 'JSXExpressionContainer':
      return textsOf(value['expression']);
    default:
      return [];
  }
}

const FILES = readdirSync(join(ROOT, 'renderer'), { withFileTypes: true, recursive: true })
  .filter(({ name }) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|^strings\.ts$/.test(name))
  .map((entry) => join(entry.parentPath, entry.name));

test('what people read in the interface stands in strings.ts', () => {
  const faults = FILES.flatMap((file) =>
    wordsIn(file, readFileSync(file, 'utf8')).map((words) => `${relative(ROOT, file)}: ${words}`),
  );
  expect(FILES.length).toBeGreaterThan(400);
  expect(faults).toEqual([]);
});

test.each([
  ['<p>No runs</p>', 'No runs'],
  ['<IconButton label="Undo" />', 'Undo'],
  ["<p title={isOn ? 'Turn off' : strings.on} />", 'Turn off'],
  ['<p aria-label={`${count} files here`} />', 'files here'],
  ["<p>{isOpen ? 'Saves itself' : ''}</p>", 'Saves itself'],
  ["const entry = { kind: 'action', label: 'Remove', run };", 'Remove'],
  ["showToast('gone');", 'gone'],
  ["throw new Error('no canvas');", 'no canvas'],
])('%s is found', (text, words) => {
  expect(wordsIn('planted.tsx', text)).toEqual([words]);
});

test.each(['<p>{strings.none}</p>', '<code>wandb login</code>', '<p className="Wide">·</p>', '<i>null</i>'])(
  '%s is let through',
  (text) => {
    expect(wordsIn('planted.tsx', text)).toEqual([]);
  },
);
