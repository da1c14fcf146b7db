import type { englishWarnings } from "./messages-warnings.en.ts";
import type { Speech } from "./speech.ts";

export const spanishWarnings = (say: Speech): ReturnType<typeof englishWarnings> => ({
  kind: "Avisos",
  title: "A quién hay que avisar",
  asOf: "Situación a",
  register: "Registro",
  headline: (v) =>
    v.overdue === 0
      ? `Hay ${say.plural(v.open, { one: "# aviso pendiente, y no está vencido", many: "# de avisos pendientes, ninguno vencido", other: "# avisos pendientes, ninguno vencido" })}.`
      : `Hay ${say.plural(v.open, { one: "# aviso pendiente", many: "# de avisos pendientes", other: "# avisos pendientes" })}; vencidos: ${say.number(v.overdue)}.`,
  none: "Nadie espera un aviso.",
  drafts: (count) =>
    say.plural(count, {
      one: "# es un borrador que dos oficiales aún no han autorizado; su plazo corre igualmente.",
      many: "# son borradores que dos oficiales aún no han autorizado; sus plazos corren igualmente.",
      other: "# son borradores que dos oficiales aún no han autorizado; sus plazos corren igualmente.",
    }),
  handle: "Trate esta página como el propio registro.",
  openTitle: "Pendientes, por plazo",
  closedTitle: "Cerrados",
  left: (duration) => `quedan ${duration}`,
  over: (duration) => `vencido hace ${duration}`,
  state: {
    draft: "borrador",
    due: "pendiente",
    assigned: "asignado",
    attempted: "intentado",
    delivered: "entregado",
    refused: "rechazado",
    "not-needed": "no necesario",
  },
  channel: {
    "in-person": "en persona",
    voice: "de viva voz",
    message: "por mensaje",
    intermediary: "por medio de otra persona",
    letter: "por carta",
  },
  relation: (v) =>
    v.count === 1 ? `${v.relation}: ${v.tier}` : `${say.number(v.count)} × ${v.relation}: ${v.tier}`,
  personTier: (tier) => `exposición: ${tier}`,
  recordsShown: "se mostró su propio registro",
  movement: "se mostraron sus movimientos",
  gaps: "solo si se leyeron filas que los registros de acceso no muestran",
  knownSince: (time) => `El intruso pudo saberlo desde ${time}.`,
  held: (v) => `A cargo de ${v.office} desde ${v.since}.`,
  owner: (owner) => `Responsable: ${owner}.`,
  noOwner: "Sin responsable.",
  deadline: (time) => `Avisar antes de ${time}.`,
  tried: (count) =>
    say.plural(count, {
      one: "Se intentó una vez.",
      many: "Se intentó # de veces.",
      other: "Se intentó # veces.",
    }),
  ended: (v) => `${v.what} (${v.by}, ${v.happened}).`,
  learned: (v) => `Determinado ${v.since}, anotado ${v.opened}.`,
  incident: (v) => `Incidente ${v.incident} (${v.kind}).`,
  history: (count) =>
    say.plural(count, {
      one: "Historial: # paso",
      many: "Historial: # de pasos",
      other: "Historial: # pasos",
    }),
  happenedColumn: (zone) => `Ocurrió (${zone})`,
  recordedColumn: "Anotado",
  stepColumn: "Qué",
  byColumn: "Quién",
  step: {
    opened: (tier) => `Borrador: ${tier}`,
    tightened: (tier) => `Plazo acortado: ahora ${tier}`,
    reopened: (tier) => `Reabierto: ahora ${tier}`,
    released: "Autorizado, firmado por dos oficiales",
    releaseProposed: "Autorización propuesta",
    releaseAgreed: "Autorizado por dos cuentas de la mesa",
    notNeededProposed: (reason) => `Propuesto como no necesario: ${reason}`,
    notNeededAgreed: "No necesario, según dos cuentas de la mesa",
    assigned: (owner) => `Asignado a ${owner}`,
    escalated: (office) => `Pasó a ${office}`,
    attempted: (channel) => `Intentado ${channel}`,
    delivered: (channel) => `Entregado ${channel}`,
    refused: (channel) => `Rechazado, ${channel}`,
    disputed: (reason) => `Impugnado: ${reason}`,
    "not-needed": (reason) => `No necesario: ${reason}`,
  },
  beyond: (count) =>
    say.plural(count, {
      one: "Hay # más que no cabe en esta página: se muestra con --all --json.",
      many: "Hay # de avisos más que no caben en esta página: se muestran con --all --json.",
      other: "Hay # más que no caben en esta página: se muestran con --all --json.",
    }),
  limitsTitle: "Lo que esta página no puede mostrar",
  limits: [
    "«Entregado» es lo que alguien anotó. Si la persona fue avisada, solo ella puede decirlo.",
    "Quién actuó es lo que consta por escrito, salvo lo que firmaron dos oficiales. Un paso de dos cuentas de la mesa es palabra de la mesa.",
    "Nadie está a salvo por no figurar aquí: significa que no se hallaron indicios en las filas leídas.",
  ],
});
