export { HOST_HELP, readHostArguments, type ArgumentOptions, type HostArguments } from './arguments.ts';
export { findInstallation, type Installation } from './installation.ts';
export { startHost, type HostOptions, type RunningHost } from './start.ts';
