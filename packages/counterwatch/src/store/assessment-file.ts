import { type Assessment, assessmentSchema, CounterwatchError } from "../model/index.ts";
import { readTextFile } from "./text-file.ts";

const LARGEST = 512 * 1024 * 1024;

/** What `assess` wrote as JSON. Throws `format-damaged` with the place and never a value, and what `readTextFile` throws. */
export function readAssessment(path: string): Assessment {
  const text = readTextFile(path, LARGEST);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(path, "this is not JSON");
  }
  const { data, error } = assessmentSchema.safeParse(value);
  if (data !== undefined) return data;
  const issue = error?.issues[0];
  // An unknown key may be what somebody typed in its place.
  const what =
    issue?.code === "unrecognized_keys" ? "a field that an assessment does not have" : issue?.message;
  throw damaged(path, `${issue?.path.join(".") || "the file"}: ${what ?? "not as expected"}`);
}

function damaged(file: string, message: string): CounterwatchError {
  return new CounterwatchError("format-damaged", message, {
    place: { file },
    remedy: "Give the JSON that `counterwatch assess` wrote.",
  });
}
