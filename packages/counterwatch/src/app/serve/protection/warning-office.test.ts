import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Account } from "../../../incidents/desk/case.ts";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { settle } from "../../../incidents/journal/journal.ts";
import type { JsonValue } from "../../../ledger/appender.ts";
import { filesHeardOf } from "../../../store/backup/folder-files.ts";
import { signedText, WARNING_DOMAIN } from "../../../incidents/warnings/warning-signature.ts";
import type { Assessment } from "../../../model/index.ts";
import { signText } from "../../../register/cover.ts";
import { chainOf, cover, NAMES, SEEDS } from "../../../register/covers.fixture.ts";
import { assessmentOf, exposure } from "../../../report/exposure/assessment.fixture.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { openLedger, type LedgerFolder } from "../../../store/ledger-folder.ts";
import { ServeFolder } from "../../../store/serve-folder.ts";
import { type OpenProtection, openProtection } from "./protection.ts";
import type { EscalatedWarning } from "./warning-escalation.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const HOUR = 3_600_000;
const REGISTER = cover(0, "").register;
const INCIDENT = incidentOf("f-1");

const by = (name: string) => ({ account: { ...OFFICER, name }, lookup: `counterwatch:1-${name}` });
const OFFICER: Account = {
  name: "olga",
  roles: ["register-officer"],
  operators: [],
  administers: [],
  password: undefined,
  disabled: false,
};

const close: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const each of close.splice(0).toReversed()) await each();
});

class Desk {
  readonly path = mkdtempSync(join(tmpdir(), "counterwatch-office-"));
  readonly store = new MemoryDesk();
  readonly told: EscalatedWarning[] = [];
  readonly said: string[] = [];
  now = NOW;
  #running = false;
  ledger!: LedgerFolder;
  open!: OpenProtection;

  static async begin(release?: "signatures"): Promise<Desk> {
    const desk = new Desk();
    close.push(() => rmSync(desk.path, { recursive: true, force: true }));
    await desk.store.advance({
      position: 3,
      events: [1, 2].map((n) => ({
        leaf: n,
        received: "2026-03-01T01:00:00.000Z",
        event: {
          id: `e-${n}`,
          time: "2026-03-01T01:00:00.000Z",
          source: "city",
          system: "calls",
          action: "search",
          operator: { id: "op-1" },
        },
      })),
      findings: [finding(1)],
      suppressed: new Set(),
      steps: [opened(1, "2026-03-01T01:00:00.000Z")],
      now: "2026-03-01T01:00:00.000Z",
    });
    await desk.start(release);
    return desk;
  }

  async start(release?: "signatures"): Promise<void> {
    const folder = new ServeFolder(this.path);
    this.ledger = await openLedger(folder.ledger, {});
    this.open = await openProtection({
      folder,
      ledger: this.ledger,
      store: this.store,
      ingestion: { heard: new Map() },
      settings: {
        authority: {
          line: [{ office: "duty officer", has: "1h" }, { office: "inspector general" }],
          incidents: { "source-exposed": { decides: "head of protection" } },
        },
        warnings: release && { release },
      },
      clock: () => this.now,
      appended: () => {},
      onEscalated: (warnings) => this.told.push(...warnings),
      log: (sentence) => this.said.push(sentence),
    });
    this.#running = true;
    close.push(() => this.stop());
  }

  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    await this.open.close();
    await this.ledger.close();
  }

  /** Look-ups out, assessment in, drafts. */
  async drafted(tiers: readonly number[] = [0, 1], covers: string | undefined = chainOf(1)): Promise<void> {
    await this.assess(tiers, covers);
    await this.warnings.draft(INCIDENT, { kind: "source-exposed", gapsToo: false }, by("olga"));
  }

  async assess(tiers: readonly number[], covers?: string): Promise<Assessment> {
    const incident = await this.store.incident(INCIDENT);
    if (incident === undefined) throw new Error("no incident");
    const { name } = await this.warnings.lookUps(incident, false, by("olga"));
    const assessment = assessmentOf(
      tiers.map((number) => exposure(number)),
      {
        id: `a1_${tiers.join("")}`,
        incident: name,
        register: { id: REGISTER, version: 0 },
        assessed: new Date(this.now).toISOString(),
      },
    );
    await this.warnings.keepAssessment(incident, assessment, covers, by("olga"));
    return assessment;
  }

  get warnings() {
    return this.open.warnings;
  }

  async ids(): Promise<string[]> {
    return (await this.warnings.now()).warnings.map(({ id }) => id);
  }

  async one(id: string) {
    const found = (await this.warnings.now()).warnings.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  }

  async step(id: string, name: string, wish: Parameters<typeof this.warnings.take>[2]) {
    return await this.warnings.take(id, (await this.one(id)).history.length, wish, by(name));
  }

  get journal(): string {
    return join(this.path, "warnings", REGISTER, "journal.jsonl");
  }
}

describe("the office of warnings on a running server", () => {
  it("goes from an incident's look-ups to a warning that was delivered, and has it all after a restart", async () => {
    const desk = await Desk.begin();
    await desk.drafted();
    const ids = await desk.ids();
    expect(ids.length).toBe(3);
    await desk.warnings.release({ do: "proposed", warnings: ids }, by("olga"));
    await expect(
      desk.warnings.release({ do: "agreed", warnings: ids, proposed: "olga" }, by("olga")),
    ).rejects.toMatchObject({ code: "usage" });
    await desk.warnings.release({ do: "agreed", warnings: ids, proposed: "olga" }, by("oren"));
    const [first = ""] = ids;
    await desk.step(first, "olga", { do: "assigned", owner: "protection desk" });
    await desk.step(first, "olga", { do: "attempted", channel: "voice" });
    const done = await desk.step(first, "oren", { do: "delivered", channel: "in-person" });
    expect(done).toMatchObject({
      state: "delivered",
      assurance: "accounts",
      owner: "protection desk",
      open: false,
    });
    expect(done.history.at(-1)?.step).toMatchObject({ by: "oren", lookup: "counterwatch:1-oren" });

    const before = await desk.warnings.now();
    await desk.stop();
    await desk.start();
    expect(await desk.warnings.now()).toEqual(before);
    expect(desk.warnings.assessments(INCIDENT)).toMatchObject([{ by: "olga", assessment: { id: "a1_01" } }]);
    await expect(
      desk.warnings.take(first, 1, { do: "disputed", reason: "Nobody came" }, by("olga")),
    ).rejects.toMatchObject({ code: "conflict" });
    expect((await desk.step(first, "olga", { do: "disputed", reason: "Nobody came" })).state).toBe("due");
  });

  it("takes back an assessment of a file that it handed out, and no other", async () => {
    const desk = await Desk.begin();
    const incident = await desk.store.incident(INCIDENT);
    if (incident === undefined) throw new Error("no incident");
    const foreign = assessmentOf([exposure(0)]);
    await expect(
      desk.warnings.keepAssessment(incident, foreign, undefined, by("olga")),
    ).rejects.toMatchObject({ code: "usage" });
    const file = await desk.warnings.lookUps(incident, false, by("olga"));
    expect(file).toMatchObject({ lookups: 2, unnamed: 0 });
    expect(
      file.text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toEqual(["f-1", "e-1", "e-2"]);
  });

  it("drafts nothing before it knows the officers, or an assessment, or who has authority", async () => {
    const desk = await Desk.begin();
    const draft = (kind: string) => desk.warnings.draft(INCIDENT, { kind, gapsToo: false }, by("olga"));
    await expect(draft("exposure")).rejects.toMatchObject({ code: "usage" });
    await desk.assess([0]);
    await expect(draft("exposure")).rejects.toThrow(/officers/);
    await desk.assess([0], chainOf(1));
    await expect(draft("made-up")).rejects.toThrow(/authority/);
    expect(await draft("exposure")).toMatchObject({ opened: 2 });
    expect(await draft("exposure")).toMatchObject({ opened: 0, unchanged: 2 });
    // Under the desk's own name, so that an assessment of more look-ups finds the warnings that are there.
    expect((await desk.warnings.now()).warnings[0]).toMatchObject({ incident: INCIDENT });
  });

  it("believes later covers only where they go on from those that it has", async () => {
    const desk = await Desk.begin();
    await desk.assess([0], chainOf(2));
    await desk.assess([0], chainOf(1));
    await desk.assess([0], chainOf(3));
    const other = chainOf(4).replace("age1qq", "age1qp");
    await expect(desk.assess([0], other)).rejects.toMatchObject({ code: "usage" });
    await expect(desk.assess([0], "no covers\n")).rejects.toMatchObject({ code: "usage" });
  });

  it("accepts what two officers signed elsewhere, and where only that counts nothing else", async () => {
    const desk = await Desk.begin("signatures");
    await desk.drafted([0]);
    const ids = await desk.ids();
    await expect(desk.warnings.release({ do: "proposed", warnings: ids }, by("olga"))).rejects.toThrow(
      /sign with their keys/,
    );
    const request = await desk.warnings.signing(ids);
    const text = signedText({ deed: "release" }, request.warnings as never, request.after);
    const sign = (at: number) => ({
      officer: NAMES[at] as string,
      signature: signText(WARNING_DOMAIN + text, SEEDS[at] as Uint8Array),
    });
    const { register, after } = request;
    const format = "counterwatch-signatures/v1";
    const file = { format, register, after, warnings: ids, signatures: [sign(0), sign(0)] } as const;
    await expect(desk.warnings.signed({ ...file, signatures: [...file.signatures] })).rejects.toMatchObject({
      code: "usage",
    });
    await desk.warnings.signed({ ...file, signatures: [sign(0), sign(2)] });
    expect((await desk.warnings.now()).warnings[0]).toMatchObject({ state: "due", assurance: "signatures" });
  });

  it("writes down what goes up the line while it runs or was off, and tells it without a person", async () => {
    const desk = await Desk.begin();
    await desk.drafted([0]);
    await desk.stop();
    desk.now += 2 * HOUR;
    await desk.start();
    await expect.poll(async () => desk.told.length, { timeout: 30_000 }).toBe(2);
    expect(desk.told[0]).toMatchObject({ office: "inspector general", overdue: false, tier: "certain" });
    expect(JSON.stringify(desk.told)).not.toMatch(/R\d/);
    const [id = ""] = await desk.ids();
    expect((await desk.one(id)).history.map(({ step }) => step.do)).toEqual(["opened", "escalated"]);
    await desk.stop();
    desk.now += 24 * HOUR;
    await desk.start();
    await expect.poll(async () => desk.told.length, { timeout: 30_000 }).toBe(4);
    expect(desk.told.at(-1)).toMatchObject({ overdue: true, office: "inspector general" });
    expect((await desk.one(id)).overdue).toBe(true);
  });

  it("shows nothing of a journal that lost a line or its folder, and says why", async () => {
    const desk = await Desk.begin();
    await desk.drafted();
    await desk.stop();
    const whole = readFileSync(desk.journal, "utf8");
    writeFileSync(desk.journal, `${whole.trimEnd().split("\n").slice(0, -1).join("\n")}\n`);
    await desk.start();
    await expect(desk.warnings.now()).rejects.toMatchObject({ code: "unavailable" });
    expect(desk.said.join()).toContain("the ledger has heard of");
    await desk.stop();
    rmSync(join(desk.path, "warnings"), { recursive: true });
    await desk.start();
    await expect(desk.warnings.now()).rejects.toMatchObject({ code: "unavailable" });
    await expect(
      desk.warnings.draft(INCIDENT, { kind: "exposure", gapsToo: false }, by("olga")),
    ).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("refuses an assessment that was changed where it lies", async () => {
    const desk = await Desk.begin();
    await desk.assess([0], chainOf(1));
    const [{ file = "" } = {}] = JSON.parse(
      readFileSync(join(desk.path, "assessments", `${INCIDENT}.list.json`), "utf8"),
    );
    const path = join(desk.path, "assessments", `${file}.json`);
    expect(existsSync(path)).toBe(true);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("R1", "R2"));
    expect(() => desk.warnings.assessments(INCIDENT)).toThrow(expect.objectContaining({ code: "evidence" }));
  });

  it("is whole in a backup at whatever moment of a step", async () => {
    const desk = await Desk.begin();
    await desk.drafted();
    const ids = await desk.ids();
    const copies: { size: number; files: ReturnType<typeof filesHeardOf> }[] = [];
    const copy = () =>
      desk.ledger.still(async () => {
        copies.push({ size: desk.ledger.size, files: filesHeardOf(desk.path) });
      });
    const busy = ids.flatMap((id) =>
      ["olga", "oren"].map((name) =>
        desk.step(id, name, { do: "assigned", owner: "protection desk" }).catch(() => undefined),
      ),
    );
    for (let turn = 0; turn < 40; turn++) {
      await copy();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(busy);
    await copy();
    const heard: { leaf: number; statement: JsonValue | undefined }[] = [];
    for await (const { index, kind, statement } of desk.ledger.leaves(desk.ledger.size))
      if (kind === "warning") heard.push({ leaf: index, statement: statement as JsonValue | undefined });
    const lengths = copies.map(({ size, files }) => {
      const text = (name: string) => {
        const [bytes] = [
          ...((files.find(({ path }) => path.endsWith(name))?.chunks() as Iterable<Uint8Array>) ?? []),
        ];
        return bytes === undefined ? undefined : Buffer.from(bytes).toString();
      };
      const known = heard.filter(({ leaf }) => leaf < size).map(({ statement }) => statement);
      const { chain } = settle(
        text("journal.jsonl") ?? "",
        text("journal.staged"),
        known,
        `warnings:${REGISTER}`,
        "x",
      );
      return chain.records.length;
    });
    expect(lengths[0]).toBeLessThan(lengths.at(-1) as number);
    expect(lengths.at(-1)).toBe(heard.length);
  });
});
