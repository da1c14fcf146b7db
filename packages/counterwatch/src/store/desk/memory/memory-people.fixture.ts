/** Accounts, passkeys and what people did, in memory. */
import type { Account } from "../../../incidents/desk/case.ts";
import type { AuditRow, DeskStore, Page } from "../../../incidents/desk/desk-store.ts";
import { checkCounter, type Passkey, type PasskeyStore } from "../../../incidents/desk/passkey.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { later, pageOf, type Paging } from "./memory-order.fixture.ts";

type People = PasskeyStore &
  Pick<DeskStore, "accounts" | "saveAccount" | "setPassword" | "audit" | "auditTrail" | "signInsOf">;

export class MemoryPeople implements People {
  readonly #accounts = new Map<string, Account>();
  readonly #passkeys = new Map<string, Passkey>();
  readonly #audit: AuditRow[] = [];

  async accounts(): Promise<Account[]> {
    return [...this.#accounts.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async saveAccount(account: Account, audit: AuditRow): Promise<void> {
    this.#accounts.set(account.name, account);
    this.#audit.push(audit);
  }

  async setPassword(name: string, password: string, audit: AuditRow): Promise<void> {
    const account = this.#accounts.get(name);
    if (account === undefined) throw new CounterwatchError("not-found", "there is no such account");
    await this.saveAccount({ ...account, password }, audit);
  }

  async passkeysOf(account: string): Promise<Passkey[]> {
    return [...this.#passkeys.values()]
      .filter((passkey) => passkey.account === account)
      .toSorted((a, b) => later(b.made, a.made) || (a.id < b.id ? -1 : 1));
  }

  async passkey(id: string): Promise<Passkey | undefined> {
    return this.#passkeys.get(id);
  }

  async addPasskey(passkey: Passkey, audit: AuditRow): Promise<void> {
    if (this.#passkeys.has(passkey.id)) throw new CounterwatchError("conflict", "it is known already");
    this.#passkeys.set(passkey.id, passkey);
    this.#audit.push(audit);
  }

  async usePasskey(id: string, counter: number, audit: AuditRow): Promise<void> {
    const passkey = this.#passkeys.get(id);
    if (passkey === undefined) throw new CounterwatchError("not-found", "there is no such passkey");
    checkCounter(passkey.counter, counter);
    this.#passkeys.set(id, { ...passkey, counter, used: audit.at });
    this.#audit.push(audit);
  }

  async removePasskey(account: string, id: string, audit: AuditRow): Promise<void> {
    if (this.#passkeys.get(id)?.account !== account)
      throw new CounterwatchError("not-found", "there is no such passkey");
    this.#passkeys.delete(id);
    this.#audit.push(audit);
  }

  async audit(row: AuditRow): Promise<void> {
    this.#audit.push(row);
  }

  async auditTrail(page: Paging): Promise<Page<AuditRow>> {
    return pageOf(this.#audit.toReversed(), page);
  }

  async signInsOf(account: string, limit: number): Promise<string[]> {
    return this.#audit
      .filter(({ by, action }) => by === account && action === "sign-in")
      .map(({ at }) => at)
      .toReversed()
      .slice(0, limit);
  }
}
