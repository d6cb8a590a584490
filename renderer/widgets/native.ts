import type { NativeBridge } from '#shared/native';

/** What the desktop window offers beyond a browser; undefined in a browser. */
export function nativeBridge(): NativeBridge | undefined {
  return (window as { readonly taffrail?: NativeBridge }).taffrail;
}
