import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig, readConfigFile } from "../../../store/config-file.ts";
import { noticeChannels } from "./notice-channels.ts";

const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-channels-"));
  writeFileSync(join(folder, "good.secret"), `${SECRET}\n`);
  writeFileSync(join(folder, "short.secret"), "whsec_c2hvcnQ=\n");
  writeFileSync(join(folder, "mail.password"), "correct horse\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

function channelsOf(yaml: string) {
  const file = join(folder, "counterwatch.yaml");
  writeFileSync(file, yaml);
  const { notify } = readConfigFile(file);
  return noticeChannels(notify, { settings: {}, clock: Date.now, version: "0" });
}

const hook = (more: string, url = "https://siem.example.org/hook") =>
  `notify: { webhooks: { siem: { url: "${url}", ${more} } } }`;

describe("the ways out that a configuration declares", () => {
  it("are one target a webhook, an address and a collector, with what is usual where nothing is said", () => {
    const channels = channelsOf(`
notify:
  webhooks: { siem: { url: "https://siem.example.org/hook", secretFiles: [good.secret] } }
  mail:
    host: mail.example.org
    user: counterwatch
    passwordFile: mail.password
    from: counterwatch@example.org
    to:
      duty: { addresses: [ana@example.org, bo@example.org], severity: low, detail: full, withhold: [op-1] }
  syslog: { collector: { host: log.example.org, port: 6514, tell: [source.silent] } }
`);
    expect(channels.map(({ target }) => target.name)).toEqual([
      "webhook/siem",
      "mail/duty/ana@example.org",
      "mail/duty/bo@example.org",
      "syslog/collector",
    ]);
    const [webhook, mail, , syslog] = channels;
    expect(webhook?.target).toMatchObject({ severity: "high", detail: "summary", gather: 0 });
    expect(webhook?.target.tell.has("warning.overdue")).toBe(true);
    expect(mail?.target).toMatchObject({ severity: "low", detail: "full", gather: 60_000 });
    expect([...(syslog?.target.tell ?? [])]).toEqual(["source.silent"]);
    expect(channelsOf("zone: UTC")).toEqual([]);
  });

  it("are refused with what is wrong, before anything is told", () => {
    for (const [yaml, said] of [
      [
        hook("secretFiles: [short.secret]"),
        { code: "config", place: { file: join(folder, "short.secret") } },
      ],
      [hook("secretFiles: [none.secret]"), { code: "not-found" }],
      [hook("secretFiles: [good.secret]", "http://siem.example.org/hook"), { code: "config" }],
      [hook("secretFiles: []"), { code: "config" }],
      [hook("secretFiles: [good.secret]", "https://ana:secret@siem.example.org/"), { code: "config" }],
      [hook("secretFiles: [good.secret]", "file:///etc/passwd"), { code: "config" }],
      [hook("secretFiles: [good.secret], tell: [everything]"), { code: "config" }],
      [
        `notify: { mail: { host: m, user: u, from: "a@b.org", to: { d: { addresses: ["c@b.org"] } } } }`,
        { code: "config" },
      ],
      [
        `notify: { mail: { host: m, from: "A <a@b.org>", to: { d: { addresses: ["c@b.org"] } } } }`,
        { code: "config" },
      ],
      [`notify: { syslog: { d: { host: "h\\r\\n", port: 1 } } }`, { code: "config" }],
    ] as const)
      expect(() => channelsOf(yaml), yaml).toThrow(expect.objectContaining(said));
    expect(channelsOf(hook("secretFiles: [good.secret], plain: true", "http://10.0.0.1/hook"))).toHaveLength(
      1,
    );
    expect(() => parseConfig("notify:\n  webhook: {}\n", "f")).toThrow(
      expect.objectContaining({ code: "config", place: expect.objectContaining({ line: 2 }) }),
    );
  });
});
