export { type Clock, systemClock } from './clock.ts';
export { ConnectionError, NotFoundError, ResumeError, SdkError, UsageError } from './errors.ts';
export { randomId } from './ids.ts';
export { type Env, type HostPlace, locateHost } from './locate.ts';
export { type Wait, within } from './wait.ts';
export { SDK_VERSION } from './version.ts';
