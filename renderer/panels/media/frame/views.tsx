import { useMemo, useState, type ReactElement } from 'react';
import { formatBytes } from '#shared/units';
import { useStoredText } from '#ui/data';
import { resolveColor, useTheme } from '#ui/widgets';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import styles from './frame.module.css';
import { bokehPage, htmlPage, plotlyPage } from './page.ts';
import { bokehScript, plotlyScript } from './scripts.ts';
import { SandboxFrame } from './sandbox-frame.tsx';

export interface FrameViewProps {
  readonly href: string;
  readonly sizeBytes: number;
  readonly save: string | undefined;
}

/** A page crosses to its frame as one text; larger ones are offered as a file. */
const LARGEST_BYTES = 64_000_000;

/** A logged page in its sandbox. */
export function HtmlView({ href, sizeBytes, save }: FrameViewProps): ReactElement {
  const isTooLarge = sizeBytes > LARGEST_BYTES;
  const text = useStoredText(isTooLarge ? undefined : href);
  const page = useMemo(() => (text.data === undefined ? undefined : htmlPage(text.data)), [text.data]);
  if (isTooLarge) return <Broken tip={strings.tooLarge(formatBytes(sizeBytes))} save={save} />;
  if (text.isError) return <Broken tip={text.error.message} save={save} />;
  if (page === undefined) return <div className={styles.waiting} aria-busy="true" />;
  return <SandboxFrame key={href} page={page} title={strings.frameTitle} isPaper />;
}

/** A Plotly figure, also one that the client made of pyplot. */
export function PlotlyView(props: FrameViewProps): ReactElement {
  const theme = useTheme();
  return (
    <Figure
      {...props}
      key={theme}
      script={plotlyScript}
      build={(code, figure) =>
        plotlyPage(
          code,
          figure,
          {
            paper: resolveColor('var(--surface)'),
            plot: resolveColor('var(--surface-2)'),
            text: resolveColor('var(--text)'),
            grid: resolveColor('var(--line-strong)'),
          },
          theme === 'dark',
        )
      }
    />
  );
}

/** A Bokeh document. */
export function BokehView(props: FrameViewProps): ReactElement {
  return <Figure {...props} script={bokehScript} build={bokehPage} />;
}

interface FigureProps extends FrameViewProps {
  /** Where the drawing script is; loaded with the first figure. */
  readonly script: string;
  readonly build: (code: string, figure: unknown) => string;
}

function Figure({ href, sizeBytes, save, script, build }: FigureProps): ReactElement {
  const isTooLarge = sizeBytes > LARGEST_BYTES;
  const text = useStoredText(isTooLarge ? undefined : href);
  const code = useStoredText(script);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  // Made once: a new page would be a new frame.
  const [page, setPage] = useState<string | undefined>(undefined);
  if (page === undefined && failure === undefined && text.data !== undefined && code.data !== undefined) {
    try {
      setPage(build(code.data, JSON.parse(text.data)));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }
  if (isTooLarge) return <Broken tip={strings.tooLarge(formatBytes(sizeBytes))} save={save} />;
  if (failure !== undefined) return <Broken tip={strings.figureFailed(failure)} save={save} />;
  const error = text.error ?? code.error;
  if (error !== null) return <Broken tip={error.message} save={save} />;
  if (page === undefined) return <div className={styles.waiting} aria-busy="true" />;
  return <SandboxFrame page={page} title={strings.frameTitle} isPaper={false} onFailed={setFailure} />;
}
