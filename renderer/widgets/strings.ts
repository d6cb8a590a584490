/** Words of the widgets themselves; everything else comes from their callers. */
export const strings = {
  clear: 'Clear',
  regex: 'Regular expression',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy; select the text instead',
  retry: 'Try again',
  dismiss: 'Dismiss',
  resize: 'Resize',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  typeToConfirm: (name: string): string => `Type ${name} to confirm`,
} as const;
