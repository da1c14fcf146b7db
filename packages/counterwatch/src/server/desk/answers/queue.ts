/** Answers about the queue, findings and operators. */
import { z } from "zod";
import { PEER_QUANTITIES } from "../../../incidents/desk/peers.ts";
import { deadLetterSchema } from "../../../model/index.ts";
import {
  count,
  deskFinding,
  facet,
  incident,
  instant,
  pageOf,
  storedEvent,
  system,
  text,
  wholeFinding,
  withholdingPage,
} from "./parts.ts";

const sourceState = z.strictObject({
  source: text,
  system: system.optional(),
  heard: instant.optional(),
  silent: z.boolean(),
  deadLetters: count,
});
const inputState = z.strictObject({
  source: text,
  kind: z.enum(["tail", "syslog-tcp", "syslog-tls", "syslog-udp"]),
  place: text,
  trouble: text.optional(),
  since: instant.optional(),
  taken: count,
  rejected: count,
  dropped: count,
});

export const deskState = z.strictObject({
  sources: z.array(sourceState),
  ledger: z.strictObject({ leaves: count, waiting: count }),
  budget: text,
  guarantee: z.array(text).describe("Why the guarantee does not hold, one sentence each; none: it does."),
  version: text,
  inputs: z.array(inputState),
});

export const findingPage = withholdingPage(deskFinding);

const facets = z.array(facet);
export const findingFacets = z.strictObject({
  detector: facets,
  severity: facets,
  state: facets,
  operator: facets,
  owner: facets,
  withheld: count.nullable().describe("null: not counted, because the reader administers a source."),
});

export const findingFile = z.strictObject({ finding: wholeFinding, events: z.array(storedEvent) });

export const peerReport = z.strictObject({
  quantity: z.enum(PEER_QUANTITIES),
  group: z.enum(["unit", "system"]).optional(),
  unit: text.optional(),
  systems: z.array(text),
  company: facets,
  colleagues: count,
  own: z.number().optional(),
  bins: z.array(z.strictObject({ from: z.number(), to: z.number(), colleagues: count })),
  quantiles: z
    .strictObject({
      quarter: z.number(),
      half: z.number(),
      threeQuarters: z.number(),
      nineTenths: z.number(),
      most: z.number(),
    })
    .optional(),
  below: count.optional(),
  from: text,
  until: text,
});

export const sittingReport = z.strictObject({
  sittings: z.array(
    z.strictObject({
      from: instant,
      to: instant,
      lookups: count,
      subject: text.optional(),
      site: text.optional(),
      by: text.describe("What speaks for it most."),
      explained: z.boolean(),
      case: text.optional(),
      reason: text.optional(),
      withheld: z.boolean(),
      colleagues: count,
    }),
  ),
  cut: z.boolean(),
});

export const neighbourReport = z.strictObject({
  subject: text,
  from: text,
  until: text,
  neighbours: z.array(
    z.strictObject({
      operator: text,
      unit: text.optional(),
      lookups: count,
      first: instant,
      last: instant,
      cases: z.array(text),
    }),
  ),
  more: count,
  withheld: count,
});

export const operatorReport = z.strictObject({
  operator: text,
  unit: text.optional(),
  zone: text,
  work: z.strictObject({
    days: facets,
    week: z.array(count).length(168),
    systems: facets,
    lookups: count,
    cased: count,
  }),
  everybody: count,
  others: z.strictObject({ operators: count, lookups: count, cased: count }).optional(),
  events: z.array(storedEvent),
  earlier: count.optional(),
  findings: z.array(deskFinding),
  incidents: z.array(incident),
  withheld: count,
});

export const deadLetterPage = pageOf(
  deadLetterSchema.extend({ request: text, replayed: instant.optional() }).describe("Nothing raw is in it."),
);

export const precisionList = z.strictObject({
  detectors: z.array(
    z.strictObject({
      detector: text,
      closed: count,
      substantiated: count,
      explained: count,
      open: count,
      interval: z.array(z.number()).length(2).optional().describe("Wilson's 95 % interval."),
    }),
  ),
});

export const replayed = z.strictObject({ replayed: count, rejected: count, gone: count, left: count });

const standing = z.enum(["heard", "behind", "silent", "never"]);
export const sourceList = z.strictObject({
  since: instant,
  items: z.array(
    sourceState.extend({
      standing,
      heartbeat: text.optional(),
      arrivals: z
        .strictObject({
          rows: count,
          present: count,
          duplicates: count,
          rejected: count,
          last: instant,
          lastTime: instant.optional(),
          lateness: z
            .strictObject({ rows: count, ahead: count, p50: z.number(), p99: z.number() })
            .optional(),
        })
        .optional(),
      days: facets,
      findings: z.strictObject({ count, operators: z.array(z.string()) }).optional(),
    }),
  ),
});
