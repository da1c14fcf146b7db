/**
 * The duty to warn, on a running server: assessments come in from where the register is, warnings are drafted from them, two officers
 * release, and whatever runs out goes up the line of authority by itself. Nothing of the sealed register is ever here.
 *
 *     incident ─ look-ups file ──▶ counterwatch assess (elsewhere, two officers) ──▶ assessment ─ drafts ─ release ─ delivered
 */
import { type ListedWarning, listWarnings } from "../../../incidents/warnings/warning-list.ts";
import { termsFor } from "../../../incidents/warnings/authority.ts";
import { draftWarnings } from "../../../incidents/warnings/warning-drafts.ts";
import type { WarningStep } from "../../../incidents/warnings/warning-steps.ts";
import { type Assessment, CounterwatchError } from "../../../model/index.ts";
import type {
  DraftedWarnings,
  DraftWish,
  KeptAssessment,
  ReleaseWish,
  SignedFile,
  SigningRequest,
  Speaker,
  WarningService,
  WarningsNow,
  WarningWish,
} from "../../../server/desk/protection/warning-service.ts";
import type { Upload, UploadShelf } from "../../../store/upload-shelf.ts";
import type { Settings } from "../../settings.ts";
import type { WarningBook } from "../../warnings-book.ts";
import { bookOf, byBook, registerOf, stepOf, warningOf } from "./among-books.ts";
import type { LookUpsFiles } from "./look-ups-file.ts";
import { WarningEscalation, type WarningEscalationParts } from "./warning-escalation.ts";
import { stepFor } from "./warning-wish.ts";

export interface WarningOfficeParts extends WarningEscalationParts {
  readonly shelf: UploadShelf<Assessment>;
  readonly lookUps: LookUpsFiles;
  readonly settings: Pick<Settings, "authority" | "warnings">;
}

export class WarningOffice implements WarningService {
  readonly #parts: WarningOfficeParts;
  readonly #escalation: WarningEscalation;

  constructor(parts: WarningOfficeParts) {
    this.#parts = parts;
    this.#escalation = new WarningEscalation(parts);
  }

  get kinds(): readonly string[] {
    return ["exposure", ...Object.keys(this.#parts.settings.authority?.incidents ?? {})];
  }

  async close(): Promise<void> {
    await this.#escalation.end();
    this.#parts.books.close();
  }

  clock() {
    return this.#parts.books.withAll(async (books) => ({ now: this.#time(books), step: stepOf(books) }));
  }

  now(): Promise<WarningsNow> {
    return this.#parts.books.withAll(async (books) => {
      const now = this.#time(books);
      const warnings = books.flatMap((book) => listWarnings(book.warnings, Date.parse(now)));
      return { now, step: stepOf(books), warnings };
    });
  }

  lookUps: WarningService["lookUps"] = (incident, everything, by) =>
    this.#parts.lookUps.write(incident, everything, by.account.name, this.#parts.clock().toISOString());

  assessments(incident: string): readonly KeptAssessment[] {
    const { shelf } = this.#parts;
    return shelf
      .list(incident)
      .toReversed()
      .map((upload) => kept(upload, shelf.read(upload)));
  }

  keepAssessment: WarningService["keepAssessment"] = async (incident, assessment, covers, by) => {
    const { shelf, books, lookUps, clock } = this.#parts;
    if (!lookUps.handed(incident.id).includes(assessment.incident))
      throw new CounterwatchError(
        "usage",
        "this assessment is not of a file that this desk handed out for the incident",
        {
          remedy:
            "Fetch the incident's look-ups here, assess that file without --name, and send what it wrote.",
        },
      );
    if (covers !== undefined) await books.alone(() => books.learn(assessment.register.id, covers));
    const upload = await shelf.keep(incident.id, assessment, {
      by: by.account.name,
      at: clock().toISOString(),
      body: { incident: incident.id, assessment: assessment.id, lookup: by.lookup },
    });
    return kept(upload, assessment);
  };

  /** From the newest assessment. Under the desk's own name of the incident: it stays when look-ups are added. */
  async draft(
    incident: string,
    { kind, gapsToo }: DraftWish,
    { account, lookup }: Speaker,
  ): Promise<DraftedWarnings> {
    const { shelf, books, settings } = this.#parts;
    const newest = shelf.newest(incident)?.value;
    if (newest === undefined)
      throw new CounterwatchError("usage", "there is no assessment of this incident yet", {
        remedy: "Fetch its look-ups, assess them where the register is, and send the assessment.",
      });
    if (!this.kinds.includes(kind))
      throw new CounterwatchError("usage", "nobody has authority for incidents of this kind", {
        remedy: `Known: ${this.kinds.join(", ")}.`,
      });
    const terms = termsFor(kind, settings.authority, settings.warnings?.deadlines);
    const drafted = await books.alone(async () => {
      const book = await books.of(newest.register.id);
      if (book === undefined)
        throw new CounterwatchError("usage", "this desk does not know the register's officers yet", {
          remedy: "Send the register's covers.jsonl together with the assessment.",
        });
      const assessment = { ...newest, incident };
      const drafts = draftWarnings(book.warnings, { assessment, kind, terms, gapsToo }, book.now());
      const counts = { opened: 0, tightened: 0, reopened: 0 };
      await books.writing(book, async () => {
        for (const step of drafts.steps) {
          await book.take({ ...step, by: account.name, lookup });
          counts[step.do]++;
        }
      });
      const { unchanged, leftOut } = drafts;
      return { ...counts, unchanged, leftOut };
    });
    this.#escalation.wake();
    return drafted;
  }

  take(id: string, after: number, wish: WarningWish, by: Speaker): Promise<ListedWarning> {
    return this.#parts.books.withAll(async (books) => {
      const book = bookOf(books, id);
      const warning = book.warnings.byId.get(id);
      if (warning?.history.length !== after)
        throw new CounterwatchError("conflict", "somebody else was quicker, or the clock was", {
          remedy: "Load the page again.",
        });
      const happened = new Date(book.now()).toISOString();
      await this.#write(book, stepFor(id, wish, by, happened));
      return listWarnings(book.warnings, book.now()).find((each) => each.id === id) as ListedWarning;
    });
  }

  release(wish: ReleaseWish, { account, lookup }: Speaker): Promise<void> {
    return this.#parts.books.withAll(async (books) => {
      for (const [book, warnings] of byBook(books, wish.warnings)) {
        const spoken = { deed: "release", warnings, account: account.name, lookup } as const;
        await this.#write(
          book,
          wish.do === "proposed"
            ? { do: wish.do, ...spoken }
            : { do: wish.do, ...spoken, proposed: wish.proposed },
        );
      }
    });
  }

  signing(ids: readonly string[]): Promise<SigningRequest> {
    return this.#parts.books.withAll(async (books) => {
      const [[book, warnings] = [], ...others] = byBook(books, ids);
      if (book === undefined || warnings === undefined || others.length > 0)
        throw new CounterwatchError("usage", "name drafts of one register");
      return {
        format: "counterwatch-signing-request/v1",
        register: registerOf(book),
        after: book.head,
        warnings: warnings.map((id) => {
          const { person, incident, kind, basis, clock } = warningOf(book, id);
          return { id, person, incident, kind, basis, clock };
        }),
      };
    });
  }

  signed({ register, after, warnings, signatures }: SignedFile): Promise<void> {
    return this.#parts.books.withAll(async (books) => {
      const book = books.find((each) => registerOf(each) === register);
      if (book === undefined) throw new CounterwatchError("usage", "there are no warnings of this register");
      await this.#write(book, { do: "released", warnings, after, signatures });
    });
  }

  async #write(book: WarningBook, step: WarningStep): Promise<void> {
    await this.#parts.books.writing(book, () => book.take(step));
  }

  #time(books: readonly WarningBook[]): string {
    return new Date(
      Math.max(this.#parts.clock().getTime(), ...books.map((book) => book.now())),
    ).toISOString();
  }
}

function kept({ by, at, leaf }: Upload, assessment: Assessment): KeptAssessment {
  return { assessment, by, at, leaf };
}
