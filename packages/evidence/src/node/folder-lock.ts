/**
 * One writer a folder, by sockets: a process holds the folder while a socket of its own, bound in it, accepts connections.
 *
 * Why not a file with a process number: after kill -9 a number may belong to somebody else, a zombie still counts as alive,
 * and containers that share a folder number their processes apart. The kernel closes a socket with its process, however that
 * ends, and connecting to it is then refused at once, from other containers of the machine as well.
 *
 * Flow: announce, then look. A process binds under a temporary name, renames it to `<random>.lock` once it listens, and only
 * then asks all others. Of two that come together each sees the other or the earlier one is seen by the later; both may give
 * up, never both go on. A name whose socket refuses is of a dead process and is removed.
 *
 * Limits: processes of one machine (a network file system shared by several machines is not covered); a path of at most
 * about 60 bytes beyond what the system allows for sockets is reached through /proc on Linux and refused elsewhere.
 */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import { join } from "node:path";
import { EvidenceError } from "../errors.ts";

/** sun_path has 104 bytes on macOS, 108 on Linux, one of them the final zero. */
const LONGEST_PATH = 103;
const LOCK = /^[0-9a-f]{16}\.lock$/;
const LEFT = /^[0-9a-f]{16}\.(lock|new)$/;

/** Release by calling the result. "locked" where another process of this machine holds the folder. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const short = shortened(folder);
  const name = randomBytes(8).toString("hex");
  const own = `${name}.lock`;
  try {
    const server = await listen(short.path(`${name}.new`));
    try {
      renameSync(join(folder, `${name}.new`), join(folder, own));
      const others = readdirSync(folder).filter((each) => LOCK.test(each) && each !== own);
      for (const other of others) {
        if (await answers(short.path(other)))
          throw new EvidenceError("locked", "another process has the log open", {
            place: { file: folder },
            remedy: "Wait until it has ended, or stop it: a log has one writer.",
          });
      }
      for (const left of readdirSync(folder))
        if (LEFT.test(left) && left !== own && !(await answers(short.path(left))))
          rmSync(join(folder, left), { force: true });
    } catch (cause) {
      await release(server, join(folder, own));
      throw cause;
    }
    return async () => {
      await release(server, join(folder, own));
      short.close();
    };
  } catch (cause) {
    short.close();
    throw cause;
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once("error", reject);
    server.listen(path, () => resolve(server));
    // The lock keeps no process alive.
    server.unref();
  });
}

/** Whether a process still listens there. A socket that cannot be asked for another reason counts as held. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT");
    });
  });
}

function release(server: Server, own: string): Promise<void> {
  try {
    rmSync(own, { force: true });
  } catch {
    // A name without a listener is of a dead process; whoever comes next removes it.
  }
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Paths of sockets in a folder whose own path may be too long for one. */
function shortened(folder: string): { path(name: string): string; close(): void } {
  const direct = (name: string) => join(folder, name);
  if (Buffer.byteLength(direct("0123456789abcdef.lock")) <= LONGEST_PATH)
    return { path: direct, close: () => {} };
  if (process.platform !== "linux")
    throw new EvidenceError("usage", "the path of the log's folder is too long for a lock", {
      place: { file: folder },
      remedy: `Use a path of at most ${LONGEST_PATH - 30} bytes.`,
    });
  const handle = openSync(folder, "r");
  return {
    path: (name) => `/proc/self/fd/${handle}/${name}`,
    close: () => closeSync(handle),
  };
}
