/** Version of the SDK, as in its package.json. */
export const SDK_VERSION = '0.1.0';
