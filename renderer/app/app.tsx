import { CSPProvider } from '@base-ui/react/csp-provider';
import { useEffect, type ReactElement } from 'react';
import { DataProvider, type DataClient } from '#ui/data';
import { startShortcuts, ToastProvider, TooltipProvider } from '#ui/widgets';
import { Frame } from './frame.tsx';

/** The whole window: data client, overlays, keyboard, frame. */
export function App({ client }: { readonly client: DataClient }): ReactElement {
  useEffect(() => startShortcuts(), []);
  return (
    // The page's policy allows no inline style elements; our sheets hold what these parts need.
    <CSPProvider disableStyleElements>
      <DataProvider client={client}>
        <TooltipProvider>
          <ToastProvider>
            <Frame />
          </ToastProvider>
        </TooltipProvider>
      </DataProvider>
    </CSPProvider>
  );
}
