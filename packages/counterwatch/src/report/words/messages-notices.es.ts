import type { NoticeWords } from "./messages-notices.en.ts";
import type { Speech } from "./speech.ts";

export const spanishNotices = (say: Speech): NoticeWords => ({
  subject: ({ count, urgent }) =>
    urgent === undefined
      ? `Counterwatch: ${say.plural(count, { one: "# aviso", other: "# avisos" })}`
      : `Counterwatch: ${say.plural(count, { one: "# aviso", other: "# avisos" })}, hasta ${urgent}`,
  kind: {
    "finding.new": "Hallazgo nuevo",
    "incident.taken": "Incidente asumido",
    "incident.close-proposed": "Cierre propuesto",
    "incident.closed": "Incidente cerrado",
    "source.silent": "Fuente en silencio",
    "warning.escalated": "Advertencia elevada en la línea",
    "warning.overdue": "Advertencia vencida",
    test: "Prueba: alguien la pidió en la consola",
  },
  by: (account) => `por ${account}`,
  open: (address) => `Abrirlo: ${address}`,
  more: (count) => say.plural(count, { one: "Y # más, en la consola.", other: "Y # más, en la consola." }),
  foot: "Un hallazgo es una pista, no un veredicto. Quién recibe estos correos y cuánto dicen está en counterwatch.yaml, bajo notify.",
});
