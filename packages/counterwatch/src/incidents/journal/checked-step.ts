import type { z } from "zod";
import type { JsonValue } from "../../ledger/appender.ts";
import { CounterwatchError } from "../../model/index.ts";

/** A step as a journal takes it. Throws `usage` with what is wrong and never a value, before anything is written. */
export function checkedStep<T>(
  schema: z.ZodType<T>,
  step: unknown,
): T & { readonly [key: string]: JsonValue } {
  const { data, error } = schema.safeParse(step);
  if (data !== undefined) return data as T & { readonly [key: string]: JsonValue };
  const [issue] = error?.issues ?? [];
  const where = issue?.path.join(".") ?? "step";
  throw new CounterwatchError("usage", `${where}: ${issue?.message ?? "not as expected"}`, {
    remedy: "Name offices and reasons in one line each, without names or numbers of people.",
  });
}
