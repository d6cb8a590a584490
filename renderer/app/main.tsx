import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../widgets/tokens.css';
import '../widgets/base.css';
import { createRoot } from 'react-dom/client';
import { startTheme } from '#ui/widgets';
import { App } from './app.tsx';

startTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
