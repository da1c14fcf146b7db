/**
 * Look-ups come in sittings: row after row, operator, plate, reason and filters stay the same. Comparing with the row before
 * costs a tenth of a look into a table.
 */
export function rememberLast<A, B, C, T>(read: (a: A, b: B, c: C) => T): (a: A, b: B, c: C) => T {
  let known = false;
  let [lastA, lastB, lastC]: [A?, B?, C?] = [];
  let value: T;
  return (a, b, c) => {
    if (known && a === lastA && b === lastB && c === lastC) return value;
    value = read(a, b, c);
    lastA = a;
    lastB = b;
    lastC = c;
    known = true;
    return value;
  };
}
