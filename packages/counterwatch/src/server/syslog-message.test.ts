import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_FRAME, SyslogFraming } from "./syslog-framing.ts";
import { parseSyslog, type SyslogMessage } from "./syslog-message.ts";

const read = (text: string) => parseSyslog(Buffer.from(text, "utf8"));
const message = (text: string) => {
  const read_ = read(text);
  if (typeof read_ === "string") throw new Error(read_);
  return read_;
};
const data = ({ structuredData }: SyslogMessage) =>
  [...structuredData].map(([id, parameters]) => [id, Object.fromEntries(parameters)]);

describe("RFC 5424, section 6.5", () => {
  it("example 1: no structured data, and a message with the byte-order mark", () => {
    expect(
      message(
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
      ),
    ).toEqual({
      facility: 4,
      severity: 2,
      timestamp: "2003-10-11T22:14:15.003Z",
      hostname: "mymachine.example.com",
      appName: "su",
      procId: undefined,
      msgId: "ID47",
      structuredData: new Map(),
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
  });

  it("example 2: a process id, a time with offset, and no mark", () => {
    expect(
      message(
        "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
      ),
    ).toMatchObject({
      facility: 20,
      severity: 5,
      timestamp: "2003-08-24T05:14:15.000003-07:00",
      procId: "8710",
      message: "%% It's time to make the do-nuts.",
    });
  });

  it("example 3: structured data and a message", () => {
    const read3 = message(
      '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource= "Application" eventID="1011"] x'.replace(
        "= ",
        "=",
      ),
    );
    expect(data(read3)).toEqual([
      ["exampleSDID@32473", { iut: "3", eventSource: "Application", eventID: "1011" }],
    ]);
    expect(read3.message).toBe("x");
  });

  it("example 4: structured data alone", () => {
    const read4 = message(
      '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"]',
    );
    expect(data(read4)).toEqual([
      ["exampleSDID@32473", { iut: "3", eventSource: "Application", eventID: "1011" }],
      ["examplePriority@32473", { class: "high" }],
    ]);
    expect(read4.message).toBe("");
  });
});

describe("a syslog message", () => {
  it("has escapes in its parameters, and a backslash that escapes nothing", () => {
    expect(data(message('<0>1 - - - - - [a x="\\"q\\" \\\\ \\] c:\\dir" y=""][b] m'))).toEqual([
      ["a", { x: '"q" \\ ] c:\\dir', y: "" }],
      ["b", {}],
    ]);
  });

  it.each([
    ["", "PRI"],
    ["<192>1 - - - - - -", "PRI"],
    ["<007>1 - - - - - -", "PRI"],
    ["<-1>1 - - - - - -", "PRI"],
    ["<34>Oct 11 22:14:15 mymachine su: BSD", "VERSION"],
    ["<34>2 - - - - - -", "VERSION"],
    ["<34>1 2003-10-11T22:14:15.0000001Z - - - - -", "TIMESTAMP"],
    ["<34>1 2003-10-11t22:14:15z - - - - -", "TIMESTAMP"],
    ["<34>1 2003-13-11T22:14:15Z - - - - -", "TIMESTAMP"],
    [`<34>1 - ${"h".repeat(256)} - - - -`, "HOSTNAME"],
    ["<34>1 -  - - - -", "HOSTNAME"],
    [`<34>1 - - ${"a".repeat(49)} - - -`, "APP-NAME"],
    ["<34>1 - - - - m\u0007 -", "MSGID"],
    ["<34>1 - - - - -", "STRUCTURED-DATA"],
    ['<34>1 - - - - - [a x="1"', "STRUCTURED-DATA"],
    ['<34>1 - - - - - [a x="1"]y', "STRUCTURED-DATA"],
    ["<34>1 - - - - - [a x=1]", "STRUCTURED-DATA"],
    ['<34>1 - - - - - [a x="]"]', "STRUCTURED-DATA"],
    ['<34>1 - - - - - [ x="1"]', "STRUCTURED-DATA"],
    ["<34>1 - - - - - [a][a]", "STRUCTURED-DATA"],
    [`<34>1 - - - - - ${Array.from({ length: 70 }, (_, at) => `[s${at}]`).join("")}`, "STRUCTURED-DATA"],
  ])("is refused with its part: %s", (text, flaw) => {
    expect(read(text)).toBe(flaw);
  });

  it("comes back as it was written", () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9@._-]{1,32}$/);
    const parameters = fc.uniqueArray(fc.tuple(name, fc.string()), {
      selector: ([key]) => key,
      maxLength: 5,
    });
    const elements = fc.uniqueArray(fc.tuple(name, parameters), { selector: ([id]) => id, maxLength: 5 });
    fc.assert(
      fc.property(fc.nat(191), elements, fc.string(), (priority, sd, text) => {
        const written = sd
          .map(
            ([id, pairs]) =>
              `[${id}${pairs.map(([k, v]) => ` ${k}="${v.replace(/["\\\]]/g, "\\$&")}"`).join("")}]`,
          )
          .join("");
        const found = message(`<${priority}>1 - - - - - ${written || "-"} ${text}`);
        expect(found.facility * 8 + found.severity).toBe(priority);
        expect([...found.structuredData].map(([id, pairs]) => [id, [...pairs]])).toEqual(sd);
        expect(found.message).toBe(text);
      }),
    );
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isBegun) => {
        parseSyslog(isBegun ? Buffer.concat([Buffer.from("<34>1 - - - - - ["), bytes]) : bytes);
      }),
    );
    expect(read(`<34>1 - - - - - [a x="${"\\".repeat(200_001)}"]`)).toBe("STRUCTURED-DATA");
  });
});

function framed(chunks: readonly Uint8Array[]) {
  const frames: string[] = [];
  let tooLong = 0;
  const framing = new SyslogFraming({
    frame: (bytes) => void frames.push(Buffer.from(bytes).toString()),
    tooLong: () => void tooLong++,
  });
  const isSound = chunks.every((chunk) => framing.push(chunk));
  if (isSound) framing.end();
  return { frames, tooLong, isSound };
}

describe("RFC 6587 framing", () => {
  const text = fc.string({ minLength: 1, maxLength: 40 }).map((raw) => `<${raw.replace(/[\n\r\0]/g, "_")}x`);

  it("finds the messages of both kinds, mixed and cut anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.boolean()), { maxLength: 12 }),
        fc.array(fc.nat(600), { maxLength: 8 }),
        (messages, cuts) => {
          const bytes = Buffer.concat(
            messages.map(([each, isCounted]) =>
              Buffer.from(isCounted ? `${Buffer.byteLength(each)} ${each}` : `${each}\n`),
            ),
          );
          const places = [
            0,
            ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b),
            bytes.length,
          ];
          const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
          expect(framed(chunks)).toEqual({
            frames: messages.map(([each]) => each),
            tooLong: 0,
            isSound: true,
          });
        },
      ),
    );
  });

  it("passes over what is too long, once, and goes on behind it", () => {
    const long = "<".padEnd(MOST_FRAME * 3, "a");
    const bytes = Buffer.from(`<1\n${long}\n<2\n${long.length} ${long}<3\n`);
    const small = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, at) =>
      bytes.subarray(at * 1000, (at + 1) * 1000),
    );
    for (const chunks of [[bytes], small])
      expect(framed(chunks)).toEqual({ frames: ["<1", "<2", "<3"], tooLong: 2, isSound: true });
  });

  it.each(["0 ", "12a <34>", "99999999999 x", "1234567890", "16777217 <"])(
    "gives a stream up that begins with %s",
    (bad) => {
      expect(framed([Buffer.from(bad)]).isSound).toBe(false);
    },
  );

  it("takes a last line without its end, and no counted message that was cut short", () => {
    expect(framed([Buffer.from("<1\r\n<2")])).toEqual({ frames: ["<1", "<2"], tooLong: 0, isSound: true });
    expect(framed([Buffer.from("10 <1")])).toMatchObject({ frames: [], tooLong: 1 });
  });

  it("never holds more than a frame, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
        framed(chunks);
      }),
    );
  });
});
