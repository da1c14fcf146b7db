// A writer to be killed: appends bursts of leaves that are never the same twice, and says on stdout which were acknowledged.
// node ledger-writer.js FOLDER SIGNING-KEY NAME
import { writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { openLog, parseSigner } from "../dist/node/index.js";

const [folder, secret, name] = process.argv.slice(2);
const signer = parseSigner(secret);
const log = await openLog(folder, {
  signers: [signer],
  origin: signer.key.name,
  clock: Date.now,
  batch: { milliseconds: 1, leaves: 64 },
});
writeSync(1, `ready ${log.recovered}\n`);
for (let burst = 0; ; burst++) {
  // Bursts from 1 to 97 leaves, so that batches end before, at and after the edges of tiles.
  for (let at = 0; at < 1 + ((burst * 37) % 97); at++) {
    const entry = `${name}/${burst}/${at}`;
    log.append(new TextEncoder().encode(entry)).then(({ index }) => writeSync(1, `${index} ${entry}\n`));
  }
  await setTimeout(burst % 3);
}
