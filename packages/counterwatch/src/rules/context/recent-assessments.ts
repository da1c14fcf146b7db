export interface Assessed {
  readonly ms: number;
  readonly register: string;
  readonly version: string;
  readonly incident: string;
}

/** The last assessments of one operator. */
export class RecentAssessments {
  static readonly CAPACITY = 64;
  readonly #last: Assessed[];

  constructor(last: Assessed[] = []) {
    this.#last = last;
  }

  /** Not a copy: to be written down before it is used again. */
  snapshot(): Assessed[] {
    return this.#last;
  }

  add(assessed: Assessed): void {
    this.#last.push(assessed);
    if (this.#last.length > RecentAssessments.CAPACITY) this.#last.shift();
  }

  /** Of one register, since `ms`. */
  versions(register: string, since: number): number {
    return new Set(
      this.#last
        .filter(({ ms, register: one }) => ms > since && one === register)
        .map(({ version }) => version),
    ).size;
  }

  incidents(since: number): number {
    return new Set(this.#last.filter(({ ms }) => ms > since).map(({ incident }) => incident)).size;
  }
}
