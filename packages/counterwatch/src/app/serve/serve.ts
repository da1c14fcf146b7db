/**
 * `counterwatch serve`: sources send their logs, the line judges them, people work on what it finds.
 *
 *     POST /ingest/SOURCE ── ledger ── detectors ── store ── /api ── console
 */
import { userInfo } from "node:os";
import type { AuditRow } from "../../incidents/desk/desk-store.ts";
import { openControl } from "../../server/control-socket.ts";
import { doorsOf } from "./doors/doors.ts";
import { listen } from "./doors/listening.ts";
import { signInMeans } from "./doors/sign-in-means.ts";
import { type House, openHouse } from "./house.ts";
import { writeBackup } from "./keeping/backup.ts";
import { SilenceWatch } from "./notices/silence-watch.ts";
import { Opened, type ServeRequest, type Serving } from "./serving.ts";

/** Throws `unavailable` where folder, database or port are not to be had; `config` for what intake or rules refuse. */
export async function serve(request: ServeRequest): Promise<Serving> {
  const means = signInMeans(request.origin, request.settings);
  const opened = new Opened();
  try {
    const house = await openHouse(request, opened);
    const server = await listen(doorsOf(house, request, means), request.host, request.port);
    opened.push(() => server.close());
    await begin(house, request, opened);
    return { url: server.url, close: () => opened.close() };
  } catch (cause) {
    await opened.close();
    throw cause;
  }
}

/** What works by itself once the door is open: inputs, silences by our own clock, retention, and the socket that backups come through. */
async function begin(house: House, { demo, log, version }: ServeRequest, opened: Opened): Promise<void> {
  const { clock, desk, folder, ledger, driver, settings, notices, inputs, retention } = house;
  inputs.start();
  const silence = new SilenceWatch({
    sources: async () => (await desk.state()).sources,
    heartbeat: (source) => settings.sources?.[source]?.heartbeat,
    tell: (happenings) => notices.tell(happenings),
    clock,
    log,
  });
  opened.push(() => silence.end());
  if (demo === undefined) retention.begin();
  const control = await openControl(folder.path, async (write) => {
    const parts = { folder, ledger, driver, version, clock: Date.now };
    await retention
      .without(() => writeBackup(parts, write))
      .catch((cause: unknown) => {
        log(`a backup could not be made: ${String(cause)}`);
        throw cause;
      });
    await desk.store.audit(backedUp(desk.now()));
  });
  if (control === undefined)
    log("the folder's path is too long for a socket: `serve backup` needs the server stopped");
  else opened.push(() => control.close());
}

/** Whoever reaches the socket is somebody at the machine, as its own accounts are told apart there. */
function backedUp(at: string): AuditRow {
  return {
    at,
    by: `${userInfo().username} at the machine`,
    action: "backup",
    target: undefined,
    detail: undefined,
  };
}
