// Preloaded into a command: the n-th change of the disk is its last act. COUNTERWATCH is not asked; the file system is.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const last = Number(process.env.DIE_AT_STEP);
let steps = 0;
for (const name of [
  "writeSync",
  "fsyncSync",
  "renameSync",
  "unlinkSync",
  "linkSync",
  "rmSync",
  "truncateSync",
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    // Half of the steps die before they are taken, half after: what lies between two steps is both.
    if (++steps === last && last % 2 === 0) process.kill(process.pid, "SIGKILL");
    const result = real(...args);
    if (steps === last) process.kill(process.pid, "SIGKILL");
    return result;
  };
}
syncBuiltinESMExports();
