import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textBlocks } from "./text-blocks.ts";

async function decode(
  bytes: Uint8Array,
  chunk = 3,
): Promise<{ text: string; blocks: string[]; foreign: number }> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += chunk) yield bytes.subarray(from, from + chunk);
  }
  const blocks: string[] = [];
  let foreign = 0;
  let lasts = 0;
  for await (const { text, last } of textBlocks(chunks(), (lines) => (foreign += lines))) {
    blocks.push(text);
    if (last) lasts++;
  }
  expect(lasts).toBe(1);
  return { text: blocks.join(""), blocks, foreign };
}

const utf16 = (text: string, order: "le" | "be", mark: boolean): Uint8Array => {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

describe("bytes to text", () => {
  const text = "Name,Reason\r\nJosé,robo de vehículo\r\n警官,盗難 🚗\r\n";

  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with byte-order mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 little-endian with mark", utf16(text, "le", true)],
    ["UTF-16 big-endian with mark", utf16(text, "be", true)],
    ["UTF-16 little-endian without mark", utf16(text, "le", false)],
    ["UTF-16 big-endian without mark", utf16(text, "be", false)],
  ])("reads %s in chunks of any size", async (_, bytes) => {
    for (const chunk of [1, 2, 3, 7, 64, 4096]) {
      const { text: found, foreign } = await decode(bytes, chunk);
      expect(found).toBe(text);
      expect(foreign).toBe(0);
    }
  });

  it("reads Windows-1252 line by line, so that it changes no other line", async () => {
    const latin = Buffer.concat([
      Buffer.from("é utf-8\n"),
      Buffer.from([0x93, 0x65, 0xe9, 0x94, 0x80, 0x0a]),
      Buffer.from("ü utf-8\n"),
    ]);
    for (const chunk of [1, 5, 4096]) {
      const { text: found, foreign } = await decode(latin, chunk);
      expect(found).toBe("é utf-8\n“eé”€\nü utf-8\n");
      expect(foreign).toBe(1);
    }
  });

  it("takes damage at the beginning for no byte-order mark", async () => {
    const damaged = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("a,b\n1,2\n")]);
    for (const chunk of [1, 4096]) expect((await decode(damaged, chunk)).text).toBe("ÿþa,b\n1,2\n");
  });

  it("turns bare CR into LF, also where a CR ends a chunk, but leaves CRLF", async () => {
    for (const chunk of [1, 2, 3, 4096]) {
      expect((await decode(Buffer.from("a,b\rc,d\re,f"), chunk)).text).toBe("a,b\nc,d\ne,f");
      expect((await decode(Buffer.from("a,b\r\nc,d\r\n"), chunk)).text).toBe("a,b\r\nc,d\r\n");
      expect((await decode(utf16("a,b\rc,d\r", "le", true), chunk)).text).toBe("a,b\nc,d\n");
    }
  });

  it("gives blocks of whole lines", async () => {
    const { blocks } = await decode(Buffer.from(`${"one\ntwo\n".repeat(10_000)}three`), 1000);
    expect(blocks.length).toBeGreaterThan(20);
    for (const block of blocks.slice(0, -1)) expect(block.endsWith("\n")).toBe(true);
    expect(blocks.at(-1)).toBe("three");
    expect(blocks.join("")).toBe(`${"one\ntwo\n".repeat(10_000)}three`);
  });

  it("reads an empty file, and one of a single byte", async () => {
    expect((await decode(new Uint8Array(0))).text).toBe("");
    expect((await decode(Buffer.from("a"))).text).toBe("a");
    expect((await decode(Buffer.from("\ufeff"))).text).toBe("");
  });

  it("does not care how bytes are cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(10, 13, 0xe9, 0xc3, 0xa9, 44), fc.integer({ min: 32, max: 255 })), {
          minLength: 4,
          maxLength: 80,
        }),
        fc.integer({ min: 1, max: 20 }),
        async (bytes, chunk) => {
          const content = Uint8Array.from(bytes);
          expect((await decode(content, chunk)).text).toBe((await decode(content, 4096)).text);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
