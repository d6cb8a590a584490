import { app } from 'electron';
import { readOptions } from './options.ts';
import { startShell } from './shell.ts';

const options = readOptions(process.argv, process.env);
if (options.isSafeMode) app.disableHardwareAcceleration();
app.enableSandbox();
startShell(options);
