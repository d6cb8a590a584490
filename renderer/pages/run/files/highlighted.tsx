import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { common, createLowlight } from 'lowlight';
import { useMemo, type ReactElement } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import styles from './highlighted.module.css';

const lowlight = createLowlight(common);

/** A program's text with its words coloured by what they are; a language that is not known stays plain. */
export function Highlighted({ text, language }: { readonly text: string; readonly language: string }): ReactElement {
  const tree = useMemo(
    () => (lowlight.registered(language) ? lowlight.highlight(language, text) : undefined),
    [text, language],
  );
  return <pre className={styles.code}>{tree === undefined ? text : toJsxRuntime(tree, { Fragment, jsx, jsxs })}</pre>;
}
