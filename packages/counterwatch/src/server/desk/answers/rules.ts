/** Answers about rules, their tests, and what they would have found. */
import { z } from "zod";
import { ACTIONS } from "../../../model/index.ts";
import { count, instant, listOf, severity, span, system, text } from "./parts.ts";

const rule = z.strictObject({
  name: text,
  title: text,
  severity,
  description: text.optional(),
  falsePositives: z.array(text),
  next: text.optional(),
  file: text,
  group: text,
  atLeast: count,
  automated: z.enum(["no", "also", "only"]),
  habit: z.boolean(),
  tests: z.strictObject({ count, match: count, pass: count }),
  needs: z.array(text),
});
const remark = z.strictObject({
  message: text,
  remedy: text.optional(),
  line: count.optional(),
  column: count.optional(),
});

export const ruleTested = z.strictObject({
  name: text,
  holds: z.boolean(),
  outcomes: z.array(
    z.strictObject({
      rule: text,
      test: text,
      failures: z.array(
        z.strictObject({
          step: count,
          repetition: count,
          expected: z.enum(["match", "pass"]),
          explanation: text,
        }),
      ),
      error: text.optional(),
    }),
  ),
});
export const ruleList = listOf(rule.extend({ open: count.describe("Open findings of it.") }));
export const ruleFile = z.strictObject({ rule, text });
export const ruleCheck = z.strictObject({
  rules: z.array(rule),
  errors: z.array(remark),
  warnings: z.array(remark),
  tested: z.array(ruleTested),
});

export const backtestReport = z.strictObject({
  seen: count,
  matched: count,
  findings: count,
  days: z.array(z.strictObject({ day: text, matched: count, findings: count })),
  operators: z.array(z.strictObject({ operator: text, findings: count, matched: count })),
  operatorsInAll: count,
  rows: z.array(
    z.strictObject({
      id: text,
      time: instant,
      source: text,
      system,
      action: z.enum(ACTIONS),
      operator: text,
      case: text.optional(),
      reason: text.optional(),
    }),
  ),
  sentences: z.array(text),
  notChecked: z.array(text),
  rule: rule.pick({ name: true, title: true, severity: true }),
  period: span.optional(),
  cut: z.enum(["rows", "time"]).optional(),
  withheld: count,
  budgetPerDay: z.number().optional(),
  milliseconds: z.number(),
});
