import { Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { describeOnce, optionText } from "./help-text.ts";

describe("optionText", () => {
  const option = new Option("--by <office>", "who says so");
  it.each([
    [option, "who says so"],
    [new Option("--by <office>", "who").makeOptionMandatory(), "who (needed)"],
    [new Option("--by <office>", "who").choices(["a", "b"]), "who (a, b)"],
    [new Option("--by <office>", "who").choices(["a", "b"]).default("a"), "who (a, b; default: a)"],
    [new Option("--by <n>", "how many").default(0), "how many (default: 0)"],
    [new Option("--by <n>", "where").default({ port: 1 }, "127.0.0.1:1"), "where (default: 127.0.0.1:1)"],
    [new Option("--by <n>", "who").default([]), "who"],
    [new Option("--by <n>", "who").default(["none"]), "who (default: none)"],
    [new Option("--by <n>", "who").default("a").makeOptionMandatory(), "who (default: a)"],
    [new Option("--no-by", "leave it out").default(true), "leave it out"],
  ])("%#", (given, text) => {
    expect(optionText(given)).toBe(text);
  });
});

describe("describeOnce", () => {
  it("joins a sentence that goes on, keeps a line that ends one, and makes a summary a sentence", () => {
    const command = new Command("a").description("One that goes\non. Two.\nThree.");
    describeOnce(command);
    expect(command.description()).toBe("One that goes on. Two.\nThree.");
    const bare = new Command("b").summary("list them");
    describeOnce(bare);
    expect(bare.description()).toBe("List them.");
  });
});
