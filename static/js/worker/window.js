/** tus-js-client looks for `window` when it is loaded; a service worker has none. */
globalThis.window ??= globalThis;
