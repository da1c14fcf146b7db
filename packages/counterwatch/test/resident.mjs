// The command, run again and again in one process: the same `main` with the same arguments, streams, folder and environment as a
// process of its own would have. Starting a process costs a second of processor time, most of it loading the same modules, and the
// tests start the command a thousand times. What is about processes themselves (signals, pipes that close, crashes) does not come here.
import { syncBuiltinESMExports } from "node:module";
import { Readable, Writable } from "node:stream";
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--heap-growing-percent=30");
const { main } = await import("../dist/cli/main.js");

const EVENTS = ["exit", "uncaughtException", "unhandledRejection", "SIGINT", "SIGTERM", "SIGHUP"];

function collector() {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}

function replace(name, value) {
  Object.defineProperty(process, name, { value, configurable: true, writable: true });
}

async function run({ args, cwd, env, input }) {
  const [out, err] = [collector(), collector()];
  const before = new Map(EVENTS.map((event) => [event, new Set(process.rawListeners(event))]));
  replace("stdout", out.stream);
  replace("stderr", err.stream);
  replace("stdin", Readable.from(input.length === 0 ? [] : [Buffer.from(input)], { objectMode: false }));
  // For those who import them from node:process.
  syncBuiltinESMExports();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.exitCode = undefined;
  let left;
  const leaving = new Promise((resolve) => {
    replace("exit", (code) => {
      left = code ?? process.exitCode ?? 0;
      resolve();
      // As at a real exit, nothing after it runs.
      throw new Error("the command has left");
    });
  });
  await Promise.race([main([process.execPath, "counterwatch", ...args]), leaving]);
  const status = left ?? process.exitCode ?? 0;
  for (const event of EVENTS)
    for (const listener of process.rawListeners(event))
      if (!before.get(event).has(listener)) {
        process.removeListener(event, listener);
        if (event === "exit") listener(status);
      }
  process.exitCode = undefined;
  return { stdout: out.text(), stderr: err.text(), status, again: left === undefined };
}

process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (wish) => {
  run(wish).then(
    (said) => process.send(said),
    (cause) =>
      process.send({ stdout: "", stderr: String(cause?.stack ?? cause), status: null, again: false }),
  );
});
process.send("ready");
