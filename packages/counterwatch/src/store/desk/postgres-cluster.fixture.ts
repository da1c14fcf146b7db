/** A PostgreSQL server of one's own, in a temporary folder and on a random port of this machine; Debian's package is enough. */
import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const DEBIAN = "/usr/lib/postgresql";

/** Folder of its programs, the newest version; undefined: it is not installed. With CI=true that is an error. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const [newest] = versions
    .filter((version) => existsSync(join(DEBIAN, version, "bin", "initdb")))
    .toSorted((a, b) => Number(b) - Number(a));
  if (newest === undefined && process.env["CI"] === "true")
    throw new Error("PostgreSQL is not installed, and with CI=true nothing is skipped");
  return newest === undefined ? undefined : join(DEBIAN, newest, "bin");
}

export class PostgresCluster {
  readonly #programs: string;
  readonly #folder: string;
  readonly #port: number;

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.#port = port;
  }

  /** `settings`: of its own, besides. */
  static async start(
    programs: string,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<PostgresCluster> {
    const folder = mkdtempSync(join(tmpdir(), "counterwatch-postgres-"));
    const account = accountOfServer();
    if (account !== undefined) chownSync(folder, account.uid, account.gid);
    const cluster = new PostgresCluster(programs, folder, await freePort());
    const data = join(folder, "data");
    cluster.#run("initdb", ["-D", data, "-U", "desk", "--auth=trust", "-E", "UTF8", "--no-locale", "-N"]);
    // Its own durability is not what is tested: only our processes are killed.
    const more = Object.entries(settings).map(([name, value]) => ` -c ${name}=${value}`);
    const options = `-p ${cluster.#port} -c listen_addresses=127.0.0.1 -k ${folder} -F${more.join("")}`;
    cluster.#run("pg_ctl", [
      "-D",
      data,
      "-l",
      join(folder, "log"),
      "-w",
      "-t",
      "120",
      "-o",
      options,
      "start",
    ]);
    return cluster;
  }

  /** A new, empty database. */
  async database(name: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.#url("postgres") });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return this.#url(name);
  }

  /** Where it writes what it logs, with `logging_collector`. */
  get logs(): string {
    return join(this.#folder, "data", "log");
  }

  stop(): void {
    this.#run("pg_ctl", ["-D", join(this.#folder, "data"), "-m", "immediate", "stop"]);
    rmSync(this.#folder, { recursive: true });
  }

  #url(database: string): string {
    return `postgres://desk@127.0.0.1:${this.#port}/${database}`;
  }

  #run(program: string, args: readonly string[]): void {
    const { status, error } = spawnSync(join(this.#programs, program), args, {
      cwd: this.#folder,
      stdio: "ignore",
      ...accountOfServer(),
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}`, { cause: error });
  }
}

/** It refuses to run as root. */
function accountOfServer(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout),
  );
  return { uid: uid as number, gid: gid as number };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
