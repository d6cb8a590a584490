import type { ReactElement } from 'react';
import type { LineageNode } from '#shared/api';
import { formatBytes, runHref } from '#shared/units';
import { StateIcon } from '#ui/widgets';
import { versionHref } from './href.ts';
import styles from './lineage.module.css';

export function NodeIcon({ node }: { readonly node: LineageNode }): ReactElement {
  return node.kind === 'run' ? <StateIcon state={node.run.state} /> : <span className={styles.dot} aria-hidden />;
}

export function nameOf(node: LineageNode): string {
  return node.kind === 'run' ? node.run.displayName : `${node.ref.collection}:v${node.ref.version}`;
}

export function noteOf(node: LineageNode): string {
  if (node.kind === 'run') return node.jobType === '' ? node.run.path.run : node.jobType;
  return [node.ref.type, formatBytes(node.sizeBytes)].join(' · ');
}

export function hrefOf(node: LineageNode): string {
  return node.kind === 'run' ? runHref(node.run.path) : versionHref(node.ref);
}
