/** Words of answers that are no problem of the host. */
export const strings = {
  status: (status: number): string => `status ${status}`,
} as const;
