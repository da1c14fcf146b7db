import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { MemberIdentifier } from "../tripwire/members.ts";
import { readMemberLines } from "./tripwire-members.ts";

const ONE = '{"type":"plate","id":"CANARY77","member":"m-1"}';
const TWO = '{"type":"phone","id":"+525512340002","member":"m-2","decoy":true}';

async function read(...lines: readonly string[]): Promise<MemberIdentifier[]> {
  const members: MemberIdentifier[] = [];
  for await (const member of readMemberLines(Readable.from([lines.join("\n")]))) members.push(member);
  return members;
}

describe("members through a pipe", () => {
  it("are whole when the last line counts them", async () => {
    expect((await read(ONE, "", TWO, '{"end":2}', "")).map(({ member, decoy }) => [member, decoy])).toEqual([
      ["m-1", false],
      ["m-2", true],
    ]);
    expect(await read('{"end":0}')).toEqual([]);
  });

  it.each([
    ["nothing at all", []],
    ["an end that never came", [ONE, TWO]],
    ["a line lost on the way", [ONE, '{"end":2}']],
    ["a line too many", [ONE, TWO, '{"end":1}']],
  ])("are refused after %s", async (_, lines) => {
    await expect(read(...lines)).rejects.toMatchObject({ code: "unreadable" });
  });

  it.each([
    ["a member after the end", [ONE, '{"end":1}', TWO], 3],
    ["a second end", ['{"end":0}', '{"end":0}'], 2],
    ["a line cut short", [ONE, TWO.slice(0, -4)], 2],
    ["an unknown field", ['{"type":"plate","id":"CANARY77","member":"m-1","name":"x"}'], 1],
  ])("are refused with the line and without its content: %s", async (_, lines, line) => {
    const error = await read(...lines).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "config", place: { file: "stdin", line } });
    expect(String(error)).not.toMatch(/canary|5512340/i);
  });
});
