export { parseConsoleLine } from './parse-line.ts';
export { consoleLineCount, consoleStreams, readConsoleLines, readConsoleTexts } from './read.ts';
export type { ConsoleStream } from './read.ts';
export { searchConsole } from './search.ts';
export type { ConsoleSearch } from './search.ts';
export { writeConsoleLines } from './write.ts';
