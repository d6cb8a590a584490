/** All words that this room shows. */
export const strings = {
  save: 'Save',
  cancel: 'Cancel',
} as const;
