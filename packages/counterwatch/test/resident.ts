/** One process that runs the command many times; see resident.mjs. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Said } from "./counterwatch.ts";

const PROGRAM = fileURLToPath(new URL("resident.mjs", import.meta.url));

export interface Wish {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly input: Uint8Array;
}

interface Answer extends Said {
  /** It did not leave in the middle, so the process may run another one. */
  readonly again: boolean;
}

export class Resident {
  #child: ChildProcess | undefined;
  #isBusy = false;

  /** Another run is under way, and this one needs a process of its own. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  async run(wish: Wish): Promise<Said> {
    this.#isBusy = true;
    try {
      this.#child ??= await start();
      const child = this.#child;
      // What the command's own child processes say goes to the real streams.
      let [stdout, stderr] = ["", ""];
      const onOut = (text: string) => void (stdout += text);
      const onError = (text: string) => void (stderr += text);
      child.stdout?.on("data", onOut);
      child.stderr?.on("data", onError);
      const answer = await new Promise<Answer>((resolve, reject) => {
        const ended = (status: number | null) =>
          reject(new Error(`the command's process ended with ${status}\n${stderr}`));
        child.once("exit", ended);
        child.once("message", (said: Answer) => {
          child.off("exit", ended);
          resolve(said);
        });
        child.send(wish);
      });
      child.stdout?.off("data", onOut);
      child.stderr?.off("data", onError);
      if (!answer.again) this.stop();
      return { stdout: stdout + answer.stdout, stderr: stderr + answer.stderr, status: answer.status };
    } catch (cause) {
      this.stop();
      throw cause;
    } finally {
      this.#isBusy = false;
    }
  }

  stop(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}

async function start(): Promise<ChildProcess> {
  const child = fork(PROGRAM, [], { serialization: "advanced", silent: true, execArgv: [] });
  child.stdout?.setEncoding("utf8");
  child.stderr?.setEncoding("utf8");
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`the command's process ended with ${status}`)));
  });
  child.removeAllListeners("exit");
  return child;
}
