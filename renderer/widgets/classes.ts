/** Joins class names and leaves out what is not there: `cx(styles.row, isOpen && styles.open)`. */
export function cx(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
