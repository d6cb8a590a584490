/** The same without fields that are undefined. */
export function strip<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
