import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../widgets/tokens.css';
import '../widgets/base.css';
import { createRoot } from 'react-dom/client';
import { startTheme } from '#ui/widgets';
import { createDataClient, prefetchProject } from '#ui/data';
import { preloadAll } from '#ui/pages';
import { parseAddress, projectOf } from './address.ts';
import { App } from './app.tsx';
import { chunkFor } from './routes.tsx';

/** The other pages' code is fetched once the first page has what it needs. */
const PRELOAD_AFTER_MS = 4000;

startTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

// The page's code, the frame's and the first answers come side by side, and all is drawn at once.
const client = createDataClient();
const address = parseAddress(location.pathname);
const project = projectOf(address);
// Pages of artifacts and of one sweep have neither charts nor columns.
if (project !== undefined && address.page !== 'artifact' && address.page !== 'sweep') prefetchProject(client, project);
void chunkFor(address)
  .preload()
  .then(() => {
    createRoot(root).render(<App client={client} />);
    client.clock.after(PRELOAD_AFTER_MS, () => void preloadAll());
  });
