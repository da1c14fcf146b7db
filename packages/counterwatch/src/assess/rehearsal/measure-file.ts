/** Reads `measures.yaml`: what could be done and what it costs. Throws `format-damaged` with line and column. */
import { readYaml } from "../../model/yaml-text.ts";
import { type MeasureFile, measureFileSchema } from "./measure.ts";

export function readMeasureFile(content: string, file: string): MeasureFile {
  return readYaml(measureFileSchema, content, {
    file,
    what: "the list of measures",
    remedy: "See docs/rehearsal.md for every measure and its keys.",
  });
}
