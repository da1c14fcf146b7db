/** The doors of a server: probes, metrics, ingest, the ledger's tiles, the API and the console. */
import { createHash } from "node:crypto";
import { Hono } from "hono";
import { bearerFits } from "../../../server/desk/bearer-token.ts";
import { type DeskDoor, deskApi } from "../../../server/desk/dispatcher.ts";
import { Sessions } from "../../../server/desk/people/sessions.ts";
import { ingestHandler } from "../../../server/desk/sources/ingest.ts";
import { passwordFits } from "../../../store/passwords.ts";
import type { House } from "../house.ts";
import { openedName, ownLookUp } from "../line/own-look-ups.ts";
import { EXPOSITION_TYPE } from "../metrics/exposition.ts";
import { metricsOf } from "../metrics/metrics.ts";
import type { ServeRequest } from "../serving.ts";
import { consoleHandler } from "./console-files.ts";
import { addLedger } from "./ledger-site.ts";

export function doorsOf(house: House, request: ServeRequest, means: Required<DeskDoor>["means"]): Hono {
  const { desk, line, folder, ingestion, judging, key, meters, settings } = house;
  const { country } = settings;
  const { version, demo } = request;
  const app = new Hono();
  if (demo !== undefined) app.route("/", demo.door);
  meters.watch(app);
  addProbes(app, house);
  app.route(
    "/",
    ingestHandler({
      tokenOf: (source) => folder.sources.of(source),
      waiting: () => line.waiting,
      async take(source, bytes, id) {
        const taken = await ingestion.take(source, bytes, id);
        judging.wake();
        return taken;
      },
    }),
  );
  addLedger(app, folder.ledger);
  let looked = 0;
  app.route(
    "/",
    deskApi({
      desk,
      sessions: new Sessions(Date.now),
      verify: (account, password) => passwordFits(account?.password, password),
      async looked(account, { looksAt = "finding", looksBy }, target) {
        const number = `${process.pid}-${++looked}`;
        const name = target === undefined ? undefined : openedName(looksAt, target, { key, country });
        const lookUp = ownLookUp(account, looksAt, name, desk.now(), number, looksBy);
        await line.take([lookUp], () => false);
        judging.wake();
        return lookUp.id;
      },
      secure: request.behindTls || means.origin?.protocol === "https:",
      version,
      means,
    }),
  );
  app.get("*", consoleHandler(demo !== undefined));
  return app;
}

/** For whoever watches the server. Nothing in them names anybody, but that findings have become more may tell somebody enough. */
function addProbes(app: Hono, { desk, line, meters, notices, settings }: House): void {
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", async (context) => {
    const isReady = await desk.store.position().then(
      () => true,
      () => false,
    );
    return context.json({ ready: isReady, waiting: line.waiting }, isReady ? 200 : 503);
  });
  const { metricsToken } = settings;
  const token =
    metricsToken === undefined ? undefined : createHash("sha256").update(metricsToken).digest("hex");
  app.get("/metrics", async (context) => {
    if (token !== undefined && !bearerFits(context.req.header("authorization"), token))
      return context.text("This page asks for its token: Authorization: Bearer …\n", 401, {
        "www-authenticate": "Bearer",
      });
    const measured = { meters, failures: notices.failures };
    const [state, outbox] = await Promise.all([desk.state(), desk.store.outbox.counts()]);
    return context.body(metricsOf({ ...measured, state, outbox }), 200, { "content-type": EXPOSITION_TYPE });
  });
}
