/** `serve replay`: the same as the running server does when an administrator asks, for a server that is stopped. */
import { createIdentifiers } from "../../../intake/identifiers.ts";
import type { Replayed } from "../../../server/desk/sources/input-report.ts";
import { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import { openLedger } from "../../../store/ledger-folder.ts";
import { ServeFolder } from "../../../store/serve-folder.ts";
import type { Settings } from "../../settings.ts";
import { Ingestion } from "./ingestion.ts";
import { Inputs } from "./inputs.ts";

/** What is read is judged at the next start. Throws `unavailable` while a server runs on the folder. */
export async function replayStopped(
  path: string,
  settings: Settings,
  source: string | undefined,
): Promise<Replayed> {
  const folder = new ServeFolder(path);
  const key = settings.key ?? folder.siteKey();
  const { country, pseudonymiseOperators, zone, inputs = [] } = settings;
  const ledger = await openLedger(folder.ledger, {});
  try {
    const letters = new DeadLetterFile(folder.letters);
    const line = {
      async take(...[events, byContent]: Parameters<typeof ledger.appendEvents>) {
        const { present } = ledger.counts;
        await ledger.appendEvents(events, byContent);
        await ledger.flush();
        const again = ledger.counts.present - present;
        return { appended: events.length - again, present: again };
      },
    };
    const identifiers = createIdentifiers({ siteKey: key, country, pseudonymiseOperators });
    const means = {
      ingestion: new Ingestion({ line, letters, identifiers, zone, clock: Date.now }),
      letters,
      waiting: () => 0,
      wake: () => {},
      log: () => {},
      clock: Date.now,
      folder: folder.path,
    };
    return await new Inputs(inputs, means).replay(source);
  } finally {
    await ledger.close();
  }
}
