import { type Cloud, readCloud } from './cloud.ts';
import { strings } from './strings.ts';

/** What the worker is asked and answers; both numbers are the same. */
export interface CloudQuestion {
  readonly id: number;
  readonly href: string;
}
export type CloudAnswer =
  | { readonly id: number; readonly cloud: Cloud }
  | { readonly id: number; readonly fault: string };

const scope = self as unknown as {
  onmessage: (event: MessageEvent<CloudQuestion>) => void;
  postMessage: (answer: CloudAnswer, transfer: Transferable[]) => void;
};

scope.onmessage = ({ data: { id, href } }) => {
  read(href).then(
    (cloud) => {
      const buffers = [cloud.positions.buffer, cloud.arrows.buffer, cloud.colors?.buffer, cloud.values?.buffer].filter(
        (one): one is ArrayBuffer => one instanceof ArrayBuffer,
      );
      scope.postMessage({ id, cloud }, buffers);
    },
    (error: unknown) => scope.postMessage({ id, fault: error instanceof Error ? error.message : String(error) }, []),
  );
};

async function read(href: string): Promise<Cloud> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(strings.notHad(response.status));
  const text = await response.text();
  try {
    return readCloud(JSON.parse(text) as unknown);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The client writes NaN as Python does; a point that has one is left out.
    return readCloud(JSON.parse(text.replace(/-?\b(NaN|Infinity)\b/g, 'null')) as unknown);
  }
}
