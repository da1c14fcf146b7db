/** Where the operator of a finding stands among colleagues, none of whom is named. */
import type { DeskFinding } from "../../../incidents/desk/case.ts";
import type { Facet, StoredEvent } from "../../../incidents/desk/desk-store.ts";
import type { Span } from "../../../incidents/desk/look-up-store.ts";
import {
  distributionOf,
  FEWEST_COLLEAGUES,
  type PeerDistribution,
  type PeerQuantity,
} from "../../../incidents/desk/peers.ts";
import { nightHours } from "../../../incidents/desk/work-week.ts";
import type { DeskService } from "../desk-service.ts";
import { DAY, earlier, REACH, spanOf, subjectsOf } from "./finding-matter.ts";

const FOUR_WEEKS = 28 * DAY;

export interface PeerReport extends PeerDistribution, Span {
  readonly quantity: PeerQuantity;
  /** Whom the operator is compared with; undefined: the finding names no operator whose look-ups are stored. */
  readonly group: "unit" | "system" | undefined;
  readonly unit: string | undefined;
  readonly systems: readonly string[];
  /** The finding's subjects with how many other operators looked at each, in the span and thirty days before. */
  readonly company: readonly Facet[];
}

export async function peerReport(
  { store: { lookUps }, casework: { zone } }: DeskService,
  { operator, time, since }: DeskFinding,
  events: readonly StoredEvent[],
  quantity: PeerQuantity,
): Promise<PeerReport> {
  const whole = spanOf([since, time, ...events.map(({ event }) => event.time)]);
  // Of one day too few colleagues have any look-up: then the four weeks before its end are compared.
  const fourWeeks = earlier(whole.until, FOUR_WEEKS);
  const span = { from: whole.from < fourWeeks ? whole.from : fourWeeks, until: whole.until };
  const own = events.filter(({ event }) => event.operator.id === operator).map(({ event }) => event);
  const systems = [...new Set(own.map(({ system }) => system))];
  const unit = own.at(-1)?.operator.unit;
  const question = { quantity, operator, systems, ...span, nightHours: nightHours(zone, span.until) };
  let group: PeerReport["group"] = own.length === 0 ? undefined : unit === undefined ? "system" : "unit";
  let told = distributionOf(await lookUps.peers({ ...question, unit }));
  if (group === "unit" && told.colleagues < FEWEST_COLLEAGUES) {
    group = "system";
    told = distributionOf(await lookUps.peers({ ...question, unit: undefined }));
  }
  const reach = { from: earlier(span.from, REACH), until: span.until };
  const company = await lookUps.company(subjectsOf(events), operator, reach);
  return { ...told, ...span, quantity, group, unit, systems, company };
}
