import { app } from 'electron';
import { readOptions } from './options.ts';
import { startShell } from './shell.ts';

const options = readOptions(process.argv, process.env);
if (options.isSafeMode) app.disableHardwareAcceleration();
// Only a person who asks for it (`--no-sandbox`, needed as root) gets a window without Chromium's sandbox.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
startShell(options);
