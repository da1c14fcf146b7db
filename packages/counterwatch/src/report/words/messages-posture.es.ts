import type { englishPosture } from "./messages-posture.en.ts";
import type { Speech } from "./speech.ts";

export const spanishPosture = (say: Speech): ReturnType<typeof englishPosture> => ({
  kind: "Postura: el estado de las contramedidas",
  title: "Qué está cubierto, qué sigue abierto, quién decide",
  headline: (count) =>
    count === 0
      ? "No falta nada de lo que aquí se pregunta. Eso no quiere decir que todo esté bien."
      : say.plural(count, { one: "# carencia.", many: "# de carencias.", other: "# carencias." }),
  shortcomingsTitle: "Carencias",
  shortcoming: {
    "no-ledger": () =>
      "Las consultas no entran en ningún libro: alguien de dentro podría quitar filas del registro sin que se note.",
    "no-witness": () =>
      "Ningún testigo ha firmado el libro: quien tenga su clave puede escribir otra historia.",
    "witness-behind": () => "Los testigos van más de diez mil hojas por detrás del libro.",
    "vector-uncovered": (vector) => `No se oye ningún registro de los sistemas de este vector: ${vector}.`,
    "source-silent": (source) => `${source} lleva callada más que su latido.`,
    "source-never-heard": (source) => `${source} está declarada y nunca se ha oído.`,
    "source-undeclared": (source) => `${source} se oye y no está declarada: nadie notaría su silencio.`,
    "source-without-heartbeat": (source) => `${source} no tiene latido: nadie notaría su silencio.`,
    "no-authority": () => "No se nombra ningún puesto que decida sobre incidentes.",
    "no-line": () => "No se nombra una línea de autoridad para los avisos.",
    "item-overdue": (item) => `${item} está fuera de plazo.`,
    "items-not-read": () => "No se miraron los puntos abiertos: indique el registro protegido y su libro.",
    "never-rehearsed": () =>
      "Ningún ensayo ha anotado nada: o no se hizo ninguno, o ninguno halló nada que cerrar.",
    "rehearsal-old": (at) => `El último ensayo que anotó algo fue el ${at}.`,
  },
  coverageTitle: "Cobertura por vector",
  coveredColumn: "Se oye",
  uncoveredColumn: "No se oye",
  sourcesTitle: "Fuentes",
  sourceColumn: "Fuente",
  systemColumn: "Sistema de registros",
  stateColumn: "Estado",
  heardColumn: "Última consulta",
  unknownSystem: "desconocido",
  state: {
    heard: "se oye",
    silent: "callada",
    never: "nunca oída",
    "no-heartbeat": "se oye; sin latido declarado",
  },
  noSources: "No hay fuente declarada ni oída.",
  ledgerTitle: "Libro",
  ledger: (v) =>
    v.witnesses.length === 0
      ? `${say.plural(v.leaves, { one: "# hoja", many: "# de hojas", other: "# hojas" })}; sin testigo.`
      : `${say.plural(v.leaves, { one: "# hoja", many: "# de hojas", other: "# hojas" })}; ${say.number(v.cosigned)} firmadas por ${say.list(v.witnesses)}. Si las firmas son buenas lo dice ledger verify.`,
  noLedger: "Ninguno.",
  itemsTitle: "Puntos abiertos",
  itemColumn: "Punto",
  ownerColumn: "Responsable",
  dueColumn: "Plazo",
  itemState: { open: "abierto", accepted: "aceptado", closed: "cerrado" },
  overdue: "fuera de plazo",
  noItems: "No hay ninguno anotado.",
  authorityTitle: "Quién decide",
  line: (offices) => `Avisos: ${offices.join(" → ")}.`,
  decides: (v) => `Incidentes de la clase ${v.kind}: ${v.office}.`,
  nobody: "No se nombra a nadie.",
  rehearsed: (at) => `Último ensayo que anotó algo: ${at}.`,
  neverRehearsed: "Ningún ensayo ha anotado nada.",
});
