import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

function blocks(file: string, selector: RegExp): string[] {
  const sheet = readFileSync(new URL(file, import.meta.url), "utf8");
  return [...sheet.matchAll(selector)].map(([, body]) =>
    (body ?? "")
      .replaceAll(/\s*color-scheme:[^;]*;/g, "")
      .replaceAll(/\s+/g, " ")
      .trim(),
  );
}

it("a chosen look has the colours of the device's own", () => {
  const [light, dark, lightContrast, darkContrast] = blocks("palette.css", /:root \{([^}]*)\}/g);
  const chosen = blocks("appearance.css", /:root\[data-appearance="\w+"\] \{([^}]*)\}/g);
  expect(chosen).toEqual([light, dark, lightContrast, darkContrast]);
  expect(light).toContain("--ground");
});
