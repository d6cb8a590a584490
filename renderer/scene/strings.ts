/** Why a scene cannot be drawn; stands within a sentence. */
export const strings = {
  tooLarge: 'the file is larger than 400 MB',
  notHad: (status: number): string => `the file could not be had (${status})`,
  brokeOff: 'the reader of point clouds broke off',
  noPoints: 'the file holds no points',
  noLists: 'points, boxes and vectors are lists',
  noExtent: 'the model has no extent',
  babylon: 'files of Babylon are kept but not drawn here',
  unknownKind: (ending: string): string => `files of the kind .${ending} are not drawn here`,
  otherFiles: (names: string): string => `the model needs other files: ${names}`,
} as const;
