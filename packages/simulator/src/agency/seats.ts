import type { SessionJson } from "../event.ts";
import { SEATS } from "../parameters.ts";
import type { Operator } from "./operators.ts";

/** The session of an operator on a local day: mostly the own workstation, on some days a mobile terminal. */
export function seatOn(operator: Operator, day: number): SessionJson {
  if (operator.seat?.day === day) return operator.seat.session;
  const { random } = operator.work;
  const number = operator.index + 1;
  const mobile = random.at(day, 5) < SEATS.mobile;
  /* Workstations are replaced at moments that differ between operators. */
  const workstation = Math.floor(
    (day + 10_000 + random.at(0, 6) * SEATS.workstationDays) / SEATS.workstationDays,
  );
  const host = 1 + Math.floor(240 * random.at(mobile ? -1 : workstation, 7));
  const session = {
    id: `s-${number}-${day + 1000}`,
    address: mobile ? `172.20.${operator.index % 250}.${host}` : `${operator.subnet}.${host}`,
    client: mobile ? "mobile" : operator.client,
  };
  operator.seat = { day, session };
  return session;
}
