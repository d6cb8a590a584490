import { Suspense, useState, type ReactElement } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { usePathname } from 'wouter/use-browser-location';
import { ErrorNotice } from '#ui/widgets';
import { asProblem } from '#shared/errors';
import { parseAddress, projectOf } from './address.ts';
import { Connection } from './connection.tsx';
import { useFrameCommands } from './frame-commands.ts';
import styles from './frame.module.css';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { PageFor } from './routes.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { strings } from './strings.ts';
import { TopBar } from './top-bar.tsx';

type Overlay = 'palette' | 'shortcuts' | undefined;

/** Rail, bar, page and overlays; everything but the page stays put while the address changes. */
export function Frame(): ReactElement {
  const pathname = usePathname();
  const address = parseAddress(pathname);
  const project = projectOf(address);
  const [overlay, setOverlay] = useState<Overlay>(undefined);
  useFrameCommands({
    address,
    openPalette: () => setOverlay('palette'),
    openShortcuts: () => setOverlay('shortcuts'),
  });
  const close = (): void => setOverlay(undefined);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {strings.skip}
      </a>
      <Rail address={address} />
      <div className={styles.column}>
        <TopBar address={address} onSearch={() => setOverlay('palette')} />
        <main id="content" className={styles.content} tabIndex={-1}>
          <ErrorBoundary
            resetKeys={[pathname]}
            fallbackRender={({ error, resetErrorBoundary }) => (
              <div className={styles.pageError}>
                <ErrorNotice
                  title={`${strings.pageError}: ${asProblem(error).details['reason'] ?? asProblem(error).message}`}
                  tip={strings.pageErrorTip}
                  onRetry={resetErrorBoundary}
                />
              </div>
            )}
          >
            <Suspense fallback={<div className={styles.pending} aria-busy />}>
              <PageFor address={address} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Connection />
      <Palette isOpen={overlay === 'palette'} onClose={close} project={project} />
      <ShortcutSheet isOpen={overlay === 'shortcuts'} onClose={close} />
    </div>
  );
}
