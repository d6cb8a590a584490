/** Words of the gallery. */
export const strings = {
  title: 'Panel gallery',
  intro: 'A panel of each kind over the runs of this project. Change what you like: the workspace stays as it is.',
  missing: 'Nothing of these in this project yet',
  missingTip: 'They appear here as soon as a script logs, for example:',
  copy: (kind: string): string => `Copy the line for ${kind}`,
} as const;
