// `tsc -b` leaves in dist what it made of sources that have moved or are gone. It would be packed, and whoever still imports an old
// place would not notice it here: removed before every build.
import { existsSync, readdirSync, rmSync } from "node:fs";

for (const name of ["evidence", "sigma", "simulator", "counterwatch"]) {
  const dist = `packages/${name}/dist`;
  if (!existsSync(dist)) continue;
  for (const path of readdirSync(dist, { recursive: true }).map(String)) {
    const source = /^(.+?)\.(?:js|d\.ts)(?:\.map)?$/.exec(path)?.[1];
    if (source !== undefined && !existsSync(`packages/${name}/src/${source}.ts`)) rmSync(`${dist}/${path}`);
  }
}
