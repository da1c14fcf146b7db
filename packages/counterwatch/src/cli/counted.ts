/** `1 look-up`, `7 look-ups`: a number with its noun, for lines of the terminal that are not in the catalogue. */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${count} ${count === 1 ? one : other}`;
}
