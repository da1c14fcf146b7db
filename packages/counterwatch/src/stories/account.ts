/**
 * The accounts of section 5 of the design: every operator has one for each patience ε, with M ← (M + w)·L, an alarm
 * when their sum reaches 1, then a reset. The deposit w ≥ 0 is fixed before the look-up, L = 1 − ε + ε·e ≥ 0 is a bet
 * with E[L | past] ≤ 1 for honest work; hence E[M + alarm | past] ≤ M + w, and the expected number of false alarms up
 * to any time is at most the sum of the deposits, whatever the dependence between operators (optional stopping of a
 * nonnegative supermartingale; J. Ville 1939; betting: G. Shafer, J. R. Stat. Soc. A 184, 2021).
 */
export interface Account {
  readonly balances: number[];
  /** Event time of the last deposit, in milliseconds. */
  last: number;
}

/** From quick to patient: ε near 1 stakes nearly all on the next look-up, a small ε outlasts long lulls. */
export const PATIENCES = [0.5, 0.1, 0.02] as const;

export function openAccount(time: number): Account {
  return { balances: PATIENCES.map(() => 0), last: time };
}

/** Settles one look-up: `deposit` in false alarms, shared evenly between the patiences; `e` with E[e | past] ≤ 1. */
export function settle(account: Account, deposit: number, e: number): boolean {
  let sum = 0;
  for (let i = 0; i < PATIENCES.length; i++) {
    const epsilon = PATIENCES[i] as number;
    const balance = ((account.balances[i] as number) + deposit / PATIENCES.length) * bet(epsilon, e);
    account.balances[i] = balance;
    sum += balance;
  }
  if (sum < 1) return false;
  account.balances.fill(0);
  return true;
}

/** L = 1 − ε + ε·e. */
export function bet(epsilon: number, e: number): number {
  return 1 - epsilon + epsilon * e;
}
