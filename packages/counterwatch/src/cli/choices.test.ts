import { expect, it } from "vitest";
import { SEVERITIES } from "../model/index.ts";
import { FORMS } from "../report/forms/forms.ts";
import { configSchema } from "../store/config-file.ts";
import { FORM_WORDS, LANGUAGE_WORDS, LOG_LEVEL_WORDS, SEVERITY_WORDS } from "./choices.ts";

it("flags take every word that the configuration takes", () => {
  expect(SEVERITY_WORDS).toEqual(SEVERITIES);
  expect(FORM_WORDS).toEqual(FORMS);
  expect(LANGUAGE_WORDS).toEqual(configSchema.shape.lang.unwrap().options);
  expect(LOG_LEVEL_WORDS).toEqual(configSchema.shape.logLevel.unwrap().options);
});
