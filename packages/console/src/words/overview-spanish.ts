import type { OverviewWords } from "./overview-english.ts";
import { counter } from "./speech.ts";

const count = counter("es");

export const overviewSpanish: OverviewWords = {
  verdict: {
    overdue: (n) =>
      count(
        n,
        "# aviso está vencido: no se ha avisado a alguien a quien hay que avisar.",
        "# avisos están vencidos: no se ha avisado a personas a las que hay que avisar.",
      ),
    noSource: "No se vigila nada: no hay ninguna fuente conectada.",
    judging: (n) =>
      count(
        n,
        "# consulta espera a ser juzgada: lo que sigue no está completo.",
        "# consultas esperan a ser juzgadas: lo que sigue no está completo.",
      ),
    gaps: (unheard, all) =>
      count(
        unheard,
        `No se oye # fuente de ${all}. No espera nada más.`,
        `No se oyen # fuentes de ${all}. No espera nada más.`,
      ),
    gapsAndWork: (unheard, all, open) =>
      `${count(unheard, `No se oye # fuente de ${all}`, `No se oyen # fuentes de ${all}`)}, y ${count(open, "# asunto espera a una persona.", "# asuntos esperan a una persona.")}`,
    work: (open) =>
      count(
        open,
        "Todo está cubierto. # asunto espera a una persona.",
        "Todo está cubierto. # asuntos esperan a una persona.",
      ),
    covered: (all) =>
      count(all, "Todo está cubierto: se oye # fuente.", "Todo está cubierto: se oyen las # fuentes."),
    calm: (all) =>
      count(
        all,
        "Todo está cubierto y en calma: se oye # fuente y nada espera.",
        "Todo está cubierto y en calma: se oyen las # fuentes y nada espera.",
      ),
  },
  printed: (name, at, zone) => `Counterwatch, impreso por ${name} el ${at}, ${zone}.`,
  asOf: (at, zone) => `A ${at}, ${zone}`,

  waiting: "Lo que espera a una persona",
  unowned: (n) =>
    count(n, "# hallazgo nuevo del que nadie se ocupa", "# hallazgos nuevos de los que nadie se ocupa"),
  unownedNone: "Ningún hallazgo nuevo.",
  oldest: (age) => `El más antiguo espera desde hace ${age}`,
  proposed: (n) =>
    count(
      n,
      "# cierre propuesto espera a una segunda persona",
      "# cierres propuestos esperan a una segunda persona",
    ),
  proposedOwn: (n) =>
    count(
      n,
      "Usted propuso # cierre: un revisor debe estar de acuerdo.",
      "Usted propuso # cierres: un revisor debe estar de acuerdo.",
    ),
  proposedNone: "Ningún cierre espera a una segunda persona.",
  taken: (n) => count(n, "Alguien se ocupa de # hallazgo.", "Alguien se ocupa de # hallazgos."),

  warnings: "Avisos",
  warningsNone: "No hay ningún aviso abierto.",
  warningsOpen: (n) => count(n, "Hay # aviso abierto.", "Hay # avisos abiertos."),
  warningsOverdue: (n) => count(n, "# está vencido.", "# están vencidos."),
  warningsNext: (span, at) => `El próximo vence dentro de ${span}, ${at}.`,

  since: "Desde su última entrada",
  sinceAt: (at) => `Antes de esta entró ${at}.`,
  sinceFirst: "Es la primera vez que entra.",
  sinceFindings: (n) => count(n, "se supo # hallazgo", "se supieron # hallazgos"),
  sinceNothing: "No se supo ningún hallazgo.",
  sinceClosed: (n) => count(n, "se cerró # incidente", "se cerraron # incidentes"),

  coverage: "Fuentes por sistema de registros",
  coverageColumns: {
    system: "Sistema de registros",
    heard: "Se oyen",
    behind: "Con retraso",
    silent: "Callan",
    never: "Nunca oídas",
  },
  systemUnknown: "aún no se sabe",
  noSource: "No hay ninguna fuente conectada.",
  noSourceTodo: "Cree una con counterwatch serve source NOMBRE y envíe su registro.",
  allSources: "Todas las fuentes",

  days: "Consultas por día",
  noDays: "Aún no llegó ninguna consulta.",
  mostADay: (n) => `como máximo ${n}`,
  usual: "Habitual",
  usualWhat:
    "En gris: entre el menor y el mayor número del mismo día de la semana en las ocho semanas anteriores.",
  usualUnknown: "Lo habitual se sabe después de tres semanas.",
  dayAlone: (day, n) => `${day}: ${n} consultas.`,
  dayWithin: (day, n, low, high) => `${day}: ${n} consultas; lo habitual es de ${low} a ${high}.`,
  dayBelow: (day, n, low) => `${day}: ${n} consultas, menos de lo habitual (al menos ${low}).`,
  dayAbove: (day, n, high) => `${day}: ${n} consultas, más de lo habitual (como máximo ${high}).`,

  promise: "Lo que se promete",
  noBudget: "No hay presupuesto: solo se comprueban reglas y no se promete ningún número de falsas alertas.",
  learning: (until) => `Aprendiendo hasta ${until}; solo reglas.`,
  learningOpen: "Aprendiendo: no se puede prometer nada antes de que lleguen consultas.",
  kept: (alerts, allowed, days) =>
    `Las historias contaron ${alerts} hallazgos en ${days} días; el presupuesto permite ${allowed} falsos.`,
  allowedOnly: (allowed, days) =>
    `El presupuesto permite ${allowed} hallazgos falsos de las historias en ${days} días.`,
  within: "Está dentro del presupuesto, fueran falsos los que fueran.",
  above: "Es más que el presupuesto: o parte es verdad, o la promesa no se cumple. La precisión lo dice.",
  suspended: (group, since) => `Garantía suspendida para ${group} desde ${since}.`,
  suspendedAll: (since) => `Garantía suspendida desde ${since}.`,
  guaranteed: "La garantía vale para todos los grupos de pares.",

  ledger: "Registro de pruebas",
  leaves: (n) => count(n, "# hoja", "# hojas"),
  checkpoint: (size, at) => `El último punto de control cubre ${size} hojas, de ${at}.`,
  noCheckpoint: "Aún no se firmó ningún punto de control.",
  witnessed: (size, names) => `Lleva líneas de testigos sobre ${size} hojas: ${names}.`,
  noWitness: "Ningún testigo lo ha refrendado: solo lo dice este servidor.",
  verify: "Verificarlo en este navegador",
};
