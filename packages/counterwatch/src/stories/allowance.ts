/**
 * The rate of false alerts, per day, that the next claim may have. Deposits accrue at `TARGET` times the budget from the
 * first event on, and every alert, true or false, takes one. While there is a balance (the learning period leaves one)
 * claims may be somewhat weaker, when it is overdrawn they must be stronger: so the number of alerts follows the budget
 * even where the calibration is off, on logs whose work changes or whose matters are not exchangeable. It is fixed before
 * the look-up, as every deposit must be. Without it the same bar spent from 60 to 110 % of the budget, by world.
 */
export function allowance(perDay: number, days: number, alerts: number): number {
  const deposited = TARGET * perDay * days;
  const balance = deposited - alerts;
  const spread = Math.max(SMALLEST_SPREAD, Math.sqrt(deposited));
  return perDay * Math.min(MOST, Math.max(LEAST, 1 + balance / spread / 2));
}

const TARGET = 0.86;
const SMALLEST_SPREAD = 2;
const MOST = 2;
const LEAST = 0.3;
