export * from "./access-event.ts";
export * from "./dead-letter.ts";
export * from "./detector.ts";
export * from "./errors.ts";
export * from "./finding.ts";
export * from "./pseudonym.ts";
export * from "./summary.ts";
