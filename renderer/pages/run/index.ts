export { RunPage, type RunTab } from './run-page.tsx';
