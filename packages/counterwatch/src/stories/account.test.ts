import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, bet, openAccount, PATIENCES, settle } from "./account.ts";
import { meanOf, Random } from "./random.fixture.ts";

const evidence = fc.double({ min: 0, max: 1e6, noNaN: true });
const deposits = fc.double({ min: 0, max: 1, noNaN: true });

describe("bet", () => {
  it("never loses more than is staked: L ≥ 1 − ε", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PATIENCES), evidence, (epsilon, e) => {
        expect(bet(epsilon, e)).toBeGreaterThanOrEqual(1 - epsilon);
      }),
    );
  });

  it.each(PATIENCES)("has E[L] ≤ 1 for patience %d where e has mean 1 or less, however wild", (epsilon) => {
    const random = new Random(5);
    for (const draw of [
      () => (random.chance(0.01) ? 100 : 0),
      () => Math.exp(random.normal() - 0.5),
      () => 0.5 * random.exponential(),
    ]) {
      const { mean, error } = meanOf(Array.from({ length: 40_000 }, () => bet(epsilon, draw())));
      expect(mean - 4 * error).toBeLessThanOrEqual(1);
    }
  });
});

describe("account", () => {
  it("holds nothing without deposits, never goes below nothing, and is empty after an alarm", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(deposits, evidence), { maxLength: 60 }), (lookups) => {
        const [account, without] = [openAccount(0), openAccount(0)];
        for (const [deposit, e] of lookups) {
          const alarm = settle(account, deposit, e);
          const sum = account.balances.reduce((total, balance) => total + balance, 0);
          for (const balance of account.balances) expect(balance).toBeGreaterThanOrEqual(0);
          expect(sum).toBeLessThan(1);
          if (alarm) expect(sum).toBe(0);
          expect(settle(without, 0, e)).toBe(false);
        }
      }),
    );
  });

  it("pays out no more than it holds where e = 1: the balance is the sum of deposits, the alarms its whole part", () => {
    const account = openAccount(0);
    let alarms = 0;
    for (let i = 0; i < 1000; i++) if (settle(account, 1 / 64, 1)) alarms++;
    expect(alarms).toBe(15);
  });

  it("alarms within few look-ups where every one is strong evidence, however small the deposit", () => {
    const account = openAccount(0);
    let lookups = 1;
    while (!settle(account, 1e-4, 50)) lookups++;
    expect(lookups).toBeLessThanOrEqual(4);
  });

  it("the whole accounting: expected alarms are at most the deposits, under any dependence between operators", () => {
    const random = new Random(6);
    const operators = 25;
    const worlds: number[] = [];
    for (let world = 0; world < 300; world++) {
      const accounts: Account[] = Array.from({ length: operators }, () => openAccount(0));
      let [alarms, deposited] = [0, 0];
      let heat = 0.02;
      for (let step = 0; step < 60; step++) {
        // One event moves all operators at once, and what was seen so far sets how likely it is: dependent in both ways.
        const shock = random.chance(heat);
        const rate = heat;
        heat = shock ? 0.05 : 0.02;
        for (const account of accounts) {
          const deposit = 0.002 * (1 + account.balances.length * random.unit());
          deposited += deposit;
          const own = random.chance(0.05) ? 10 : 0;
          if (settle(account, deposit, 0.5 * own + (shock ? 0.5 / rate : 0))) alarms++;
        }
      }
      worlds.push(alarms - deposited);
    }
    const { mean, error } = meanOf(worlds);
    expect(mean - 3 * error).toBeLessThanOrEqual(0);
    expect(Math.max(...worlds)).toBeGreaterThan(0);
  });
});
