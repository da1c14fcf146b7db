import type { Messages } from "./messages.en.ts";
import { spanishAssessment } from "./messages-assessment.es.ts";
import { spanishPosture } from "./messages-posture.es.ts";
import { spanishRehearsal } from "./messages-rehearsal.es.ts";
import { spanishStories } from "./messages-stories.es.ts";
import { spanishTransparency } from "./messages-transparency.es.ts";
import { spanishNotices } from "./messages-notices.es.ts";
import { spanishWarnings } from "./messages-warnings.es.ts";
import { actionNames, subjectNames, systemNames } from "./names.es.ts";
import type { Speech } from "./speech.ts";
import { rejection } from "./rejection.es.ts";

export const spanish = (say: Speech): Messages => ({
  severity: { low: "baja", medium: "media", high: "alta", critical: "crítica" },
  severityCount: (severity, count) => {
    const forms = {
      low: { one: "#\u00a0bajo", other: "#\u00a0bajos" },
      medium: { one: "#\u00a0medio", other: "#\u00a0medios" },
      high: { one: "#\u00a0alto", other: "#\u00a0altos" },
      critical: { one: "#\u00a0crítico", other: "#\u00a0críticos" },
    };
    return say.plural(count, forms[severity]);
  },
  system: systemNames,
  action: actionNames,
  subject: subjectNames,

  leads: "Indicios, no veredictos.",
  leadsMeaning:
    "Un hallazgo señala consultas que piden una explicación. Muchas la tienen, y buena. Pídala antes de sacar conclusiones.",

  findings: (count) => say.plural(count, { one: "# hallazgo", many: "# de hallazgos", other: "# hallazgos" }),
  lookups: (count) => say.plural(count, { one: "# consulta", many: "# de consultas", other: "# consultas" }),
  subjects: (count) => say.plural(count, { one: "# sujeto", many: "# de sujetos", other: "# sujetos" }),
  aboutSubjects: (count) =>
    say.plural(count, {
      one: "cerca de # sujeto",
      many: "cerca de # de sujetos",
      other: "cerca de # sujetos",
    }),
  operators: (count) =>
    say.plural(count, { one: "# operador", many: "# de operadores", other: "# operadores" }),
  activeDays: (count) =>
    say.plural(count, {
      one: "# día con actividad",
      many: "# de días con actividad",
      other: "# días con actividad",
    }),
  events: (count) => say.plural(count, { one: "# evento", many: "# de eventos", other: "# eventos" }),
  duplicates: (count) =>
    say.plural(count, { one: "# duplicado", many: "# de duplicados", other: "# duplicados" }),
  deadLetters: (count) =>
    say.plural(count, {
      one: "# fila rechazada",
      many: "# de filas rechazadas",
      other: "# filas rechazadas",
    }),
  sources: (count) => say.plural(count, { one: "# fuente", many: "# de fuentes", other: "# fuentes" }),

  result: (v) =>
    `En ${say.plural(v.lookups, { one: "# consulta", many: "# de consultas", other: "# consultas" })} de ${say.plural(v.operators, { one: "# operador", many: "# de operadores", other: "# operadores" })} durante ${say.plural(v.days, { one: "# día", many: "# de días", other: "# días" })}, ${say.plural(v.findings, { one: "un hallazgo pide", many: "# de hallazgos piden", other: "# hallazgos piden" })} una explicación: ${v.severities}. ${v.flagged === 0 ? "" : say.plural(v.flagged, { one: "Afecta a un operador.", many: "Afectan a # de operadores.", other: "Afectan a # operadores." })}${v.flagged === 0 || v.flaggedSources === 0 ? "" : " "}${v.flaggedSources === 0 ? "" : say.plural(v.flaggedSources, { one: "Concierne a una fuente.", many: "Conciernen a # de fuentes.", other: "Conciernen a # fuentes." })}`,
  nothing: (v) =>
    `Nada que revisar. ${say.plural(v.checks, { one: "# comprobación leyó", many: "# de comprobaciones leyeron", other: "# comprobaciones leyeron" })} ${say.plural(v.lookups, { one: "# consulta", many: "# de consultas", other: "# consultas" })} de ${say.plural(v.operators, { one: "# operador", many: "# de operadores", other: "# operadores" })}, y ninguna pide una explicación.`,
  nothingRead: (v) =>
    `No se leyó nada. ${say.plural(v.rows, { one: "La única fila no pudo tomarse por una consulta.", many: "Ninguna de las # de filas pudo tomarse por una consulta.", other: "Ninguna de las # filas pudo tomarse por una consulta." })} Los motivos están en el anexo y en ${v.file}; lo más frecuente es que el formato o la correspondencia de columnas no sean los adecuados.`,
  nothingGiven: "No se leyó nada: el registro no tiene filas.",

  wordmark: "Counterwatch",
  kind: "Revisión de registros de acceso",
  contents: "Contenido",
  skip: "Ir a los hallazgos",
  period: "Periodo",
  periodNone: "sin eventos",
  sourcesLabel: "Fuentes",
  readAt: "Leído el",
  zone: "Horas en",

  readTitle: "Qué se leyó",
  readSum: (v) =>
    `${say.plural(v.rows, { one: "# fila", many: "# de filas", other: "# filas" })} = ${say.plural(v.events, { one: "# evento", many: "# de eventos", other: "# eventos" })} + ${say.plural(v.duplicates, { one: "# duplicado", many: "# de duplicados", other: "# duplicados" })} + ${say.plural(v.deadLetters, { one: "# fila rechazada", many: "# de filas rechazadas", other: "# filas rechazadas" })}`,
  readAdds: "No falta ninguna fila.",
  readDoesNotAdd: (difference) =>
    `La suma no cuadra: ${say.plural(difference, { one: "falta # fila por explicar", many: "faltan # de filas por explicar", other: "faltan # filas por explicar" })}. No se fíe de este informe y comunique el defecto.`,
  duplicateMeaning:
    "Un duplicado es una fila que otro archivo, u otra línea, ya había dado; se cuenta una sola vez.",
  deadLetterMeaning: (file) =>
    `Una fila rechazada no pudo tomarse por una consulta y no se comprobó. Todas están en ${file}.`,
  bySource: "Filas por fuente",
  source: "Fuente",
  sourceNamed: (name) => `fuente ${name}`,
  readTables: "Por fuente, sistema de registros y acción",
  total: "Total",
  rowsLabel: "Filas",
  eventsLabel: "Eventos",
  duplicatesLabel: "Duplicados",
  deadLettersLabel: "Rechazadas",
  perDayTitle: "Consultas por día",
  perDayNote: (v) =>
    v.empty === 0
      ? `Como máximo ${v.max}, el ${v.on}. Todos los días del primero al último tienen alguna.`
      : `Como máximo ${v.max}, el ${v.on}. ${say.plural(v.empty, { one: "# día intermedio no tiene ninguna.", many: "# de días intermedios no tienen ninguna.", other: "# días intermedios no tienen ninguna." })}`,
  longestSilence: (v) =>
    `El silencio más largo dura ${say.plural(v.days, { one: "# día", many: "# de días", other: "# días" })}, del ${v.from} al ${v.to}: pregunte si el registro está completo.`,
  byAction: "Consultas por sistema de registros y acción",
  systemLabel: "Sistema de registros",
  actionLabel: "Acción",

  findingsTitle: "Hallazgos",
  findingsOrder:
    "Por operador, lo más urgente primero. Las marcas dicen cuánto urge mirar, no si alguien es culpable.",
  filterLabel: "Filtrar por operador, sujeto, lugar, caso o palabras",
  filterSeverity: "Urgencia",
  filterShown: (v) => `Se muestran ${v.shown} de ${v.all}`,
  openAll: "Abrir todos los detalles",
  closeAll: "Cerrar todos los detalles",
  operator: "Operador",
  operatorWithout: (share) => `${share} sin finalidad alguna`,
  operatorAutomated: (share) => `${share} automáticas`,
  operatorLane: (v) =>
    v.days === 1
      ? `Todas las consultas de este operador por día, como máximo ${say.number(v.max)}`
      : `Todas las consultas de este operador, ${say.number(v.days)} días por columna, como máximo ${say.number(v.max)}`,
  oneMoment: (v) =>
    `${say.plural(v.lookups, { one: "# consulta", many: "# de consultas", other: "# consultas" })}, ${v.at}`,
  between: (v) =>
    `${say.plural(v.lookups, { one: "# consulta", many: "# de consultas", other: "# consultas" })} desde el ${v.from}; bastaron para un hallazgo el ${v.to}`,
  rowsCaption: "Las consultas de este hallazgo",
  rowsMore: (count) =>
    say.plural(count, { one: "# consulta más", many: "# de consultas más", other: "# consultas más" }),
  rowsCut: (v) =>
    `En esta página hay ${say.number(v.shown)} de ${say.plural(v.all, { one: "# consulta", many: "# de consultas", other: "# consultas" })}, las primeras y las últimas. Los identificadores de todas están en ${v.file}.`,
  rowsBetween: (v) =>
    `${say.plural(v.count, { one: "# consulta intermedia figura", many: "# de consultas intermedias figuran", other: "# consultas intermedias figuran" })} con su identificador en ${v.file}.`,
  rowsNone: (file) => `Los identificadores de las consultas están en ${file}.`,
  when: "Hora",
  actionColumn: "Acción",
  subjectColumn: "Sujeto",
  siteColumn: "Lugar",
  windowColumn: "Ventana",
  purposeColumn: "Finalidad",
  networks: (count) => say.plural(count, { one: "# red", many: "# de redes", other: "# redes" }),
  denied: "denegada",
  failed: "fallida",
  automatedMark: "automática",
  lateMark: "llegó tarde",
  windowLast: (length) => `${length} antes`,
  windowUntil: (v) => `${v.length} hasta ${v.to}`,
  windowFrom: (from) => `desde ${from}`,
  windowTo: (to) => `hasta ${to}`,
  subjectWithheld: (type) => `${type}, oculto en el registro`,
  subjectPartial: (type) => `fragmento (${type})`,
  andMore: (count) => `y ${say.number(count)} más`,
  noPurpose: "no consta",
  caseLabel: (value) => `caso ${value}`,
  quoted: (value) => `«${value}»`,
  withheldCase: "caso oculto",
  withheldReason: "motivo oculto",
  withheldAuthority: "autorización oculta",
  more: (count) =>
    say.plural(count, { one: "# carácter más", many: "# de caracteres más", other: "# caracteres más" }),
  dropped: (count) =>
    say.plural(count, {
      one: "[aquí se omite # carácter]",
      many: "[aquí se omiten # de caracteres]",
      other: "[aquí se omiten # caracteres]",
    }),
  innocentTitle: "Por qué puede ser inocente",
  innocentNone: "La regla no nombra ningún motivo inocente. Pregunte de todos modos.",
  evidenceTitle: "Puntuación y pruebas",
  detectorLabel: "Hallado por",
  findingId: "Hallazgo",
  severityLabel: "Urgencia",
  subjectsLabel: "Sujetos",
  linesCaption: "Más hallazgos",
  linesNote:
    "Los de urgencia baja y aquellos para cuyas filas no hay sitio en la página. Una línea por operador y comprobación; los hallazgos semejantes se cuentan juntos.",
  linesTitle: (parties) => `Hallazgos en una línea: ${parties}`,
  like: (count) =>
    say.plural(count, { one: "y # semejante", many: "y # de semejantes", other: "y # semejantes" }),
  findingColumn: "Hallazgo",
  lookupsColumn: "Consultas",
  periodColumn: "Periodo",
  beyondPage: (v) =>
    `${say.plural(v.findings, { one: "Queda # hallazgo más", many: "Quedan # de hallazgos más", other: "Quedan # hallazgos más" })} (${v.parties}) fuera de esta página, que no pasa de dos megabytes. Por comprobación: ${v.detectors}. Todos están en ${v.file}.`,
  detectorCount: (v) => `${v.title} (${say.number(v.count)})`,

  operatorsTitle: "Operadores",
  operatorsNone: "No se leyó ninguna consulta.",
  operatorsNote:
    "Lo que hizo cada cuenta en todo el registro. Una cifra alta es trabajo, no una falta: compare dentro de una misma unidad.",
  operatorsCut: (v) =>
    `Se listan ${say.number(v.shown)} de ${say.plural(v.all, { one: "# operador", many: "# de operadores", other: "# operadores" })}: primero los que tienen hallazgos, después los de más consultas.`,
  operatorsBeyond: (count) =>
    `${say.plural(count, { one: "# consulta de otros operadores se cuenta", many: "# de consultas de otros operadores se cuentan", other: "# consultas de otros operadores se cuentan" })} en toda esta página salvo en esta tabla.`,
  unit: "Unidad",
  subjectsColumn: "Sujetos",
  subjectsEstimate: (value) => `≈${value}`,
  subjectsEstimateNote: "≈ indica una estimación por encima de 256 sujetos, con un error de un 6 %.",
  activeDaysColumn: "Días activos",
  withoutPurposeColumn: "Sin finalidad",
  automatedColumn: "Automáticas",
  firstColumn: "Primera",
  lastColumn: "Última",
  findingsColumn: "Hallazgos",
  noFindings: "ninguno",

  hoursTitle: "Horas y días de la semana",
  hoursNote: (v) =>
    `Consultas hechas por personas. La hora con más es ${v.weekday} ${v.hour}, con ${v.busiest}. Horas en ${v.zone}.`,
  hoursAutomated: (count) =>
    say.plural(count, {
      one: "Aquí se omite # consulta automática.",
      many: "Aquí se omiten # de consultas automáticas.",
      other: "Aquí se omiten # consultas automáticas.",
    }),
  hoursNone: "No se leyó ninguna consulta hecha por una persona.",
  hoursTable: "Lo mismo en una tabla",
  hoursCaption: "Consultas hechas por personas, por hora y día de la semana",
  hoursScale: (v) => `De ninguna (en blanco) a ${v.max} (lo más oscuro), en pasos iguales.`,
  hour: "Hora",
  weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
  weekdaysShort: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],

  notCheckedTitle: "Qué no se comprobó, y por qué",
  notCheckedCount: (count) =>
    say.plural(count, {
      one: "Quedó # cosa sin comprobar; se nombra abajo, con el motivo.",
      many: "Quedaron # de cosas sin comprobar; se nombran abajo, con los motivos.",
      other: "Quedaron # cosas sin comprobar; se nombran abajo, con los motivos.",
    }),
  notCheckedNote:
    "Que no haya un hallazgo solo significa que las comprobaciones nombradas en Método no hallaron nada en lo que podían ver.",
  notCheckedNothing: "No se sabe de nada que quedara fuera, aparte de lo que el método no puede hacer.",
  stateNone:
    "No se dio un presupuesto de alertas: solo reglas. Las historias, que juzgan la conducta a lo largo del tiempo, no se aplicaron, y no se promete ningún número de falsas alertas.",
  stateLearning: (v) =>
    v.since === undefined
      ? `En aprendizaje: las historias aún no se juzgan con el presupuesto de ${v.budget}; solo reglas.`
      : `En aprendizaje desde el ${v.since}: las historias aún no se juzgan con el presupuesto de ${v.budget}; solo reglas.`,
  stateSuspended: (v) =>
    v.since === undefined
      ? `Garantía suspendida: no se promete el presupuesto de ${v.budget} falsas alertas.`
      : `Garantía suspendida desde el ${v.since}: no se promete el presupuesto de ${v.budget} falsas alertas.`,
  stateKept: (budget) => `Garantía mantenida: se esperan como máximo ${budget} falsas alertas.`,
  guarantee: "Garantía",
  gapDeadLetters: (v) =>
    `${say.plural(v.count, { one: "# fila", many: "# de filas", other: "# filas" })} (${v.share}) no se pudieron leer: nada de ellas se comprobó. El anexo da los motivos.`,
  gapSubjectWithheld: (v) =>
    `En ${say.plural(v.count, { one: "# consulta", many: "# de consultas", other: "# consultas" })} (${v.share}) el registro oculta a quién se consultó: ahí no puede verse un interés repetido por un mismo sujeto.`,
  gapSubjectPartial: (v) =>
    `En ${say.plural(v.count, { one: "# consulta", many: "# de consultas", other: "# consultas" })} (${v.share}) solo se pidió un fragmento, que no distingue a un único sujeto.`,
  gapSubjectAbsent: (v) =>
    `${say.plural(v.count, { one: "# consulta no nombra", many: "# de consultas no nombran", other: "# consultas no nombran" })} a ningún sujeto (${v.share}): solo se comprobaron el operador, la hora y la finalidad.`,
  gapPurposeWithheld: (v) =>
    `En ${say.plural(v.count, { one: "# consulta", many: "# de consultas", other: "# consultas" })} (${v.share}) el registro oculta el caso, el motivo o la autorización: aquí no puede juzgarse si son buenos.`,
  gapOperatorWithheld: (v) =>
    `En ${say.plural(v.count, { one: "# consulta", many: "# de consultas", other: "# consultas" })} (${v.share}) el registro oculta quién consultó: no pueden atribuirse a nadie.`,
  gapLate: (v) =>
    `${say.plural(v.count, { one: "# consulta llegó fuera de orden: se comprobó, pero las secuencias a su alrededor pueden", many: "# de consultas llegaron fuera de orden: se comprobaron, pero las secuencias a su alrededor pueden", other: "# consultas llegaron fuera de orden: se comprobaron, pero las secuencias a su alrededor pueden" })} estar incompletas.`,

  ...spanishStories(say),
  assessment: spanishAssessment(say),
  rehearsal: spanishRehearsal(say),
  posture: spanishPosture(say),
  transparency: spanishTransparency(say),
  warnings: spanishWarnings(say),
  notices: spanishNotices(say),

  methodTitle: "Método",
  methodRows:
    "Cada fila del registro se convierte en un evento con una hora, un operador, los sujetos consultados y la finalidad declarada; o en un duplicado; o en una fila rechazada con su motivo. Las tres cosas suman siempre el total de filas.",
  methodPseudonyms:
    "Los sujetos se muestran con las ocho primeras cifras de un seudónimo con clave. Los identificadores mismos (matrículas, números, nombres) no salieron del conector de ninguna forma: no están en este archivo. En este informe, seudónimos iguales son el mismo sujeto.",
  methodRules:
    "Las reglas nombran hechos que están mal por sí mismos, como una exportación sin caso. Cada hallazgo enumera las consultas que lo formaron. Su identificador depende solo de la regla, el operador, los sujetos y la primera consulta, de modo que una segunda lectura del mismo registro da los mismos hallazgos.",
  methodSeverity:
    "La urgencia dice cuánta prisa hay en mirar: crítica significa que alguien puede estar en peligro ahora; alta, que conviene mirarlo hoy; media, esta semana; baja, en el curso ordinario de una auditoría.",
  methodTimes:
    "Importan dos horas: cuándo ocurrió la consulta, que figura en cada fila, y cuándo se supo, que es cuando se hizo este informe.",
  methodDoes:
    "Lo que no hace: no consulta a nadie, no clasifica a personas ajenas al registro y no sabe qué se le había encargado al operador.",
  methodLanguage: "Las frases de los hallazgos están en la lengua de quien escribió la regla.",
  checksTitle: "Las comprobaciones que se aplicaron",
  checksCaption: "Cada comprobación, su urgencia y cuántos hallazgos dio",
  check: "Comprobación",
  checksNone: "No se comunicó a este informe ninguna comprobación.",

  appendixTitle: "Anexo: filas rechazadas",
  appendixNone: "No se rechazó ninguna fila.",
  appendixCaption: "Filas rechazadas por motivo",
  reason: "Motivo",
  meaning: "Qué significa y qué hacer",
  exampleAt: (v) =>
    v.column === undefined ? `${v.file}, línea ${v.line}` : `${v.file}, línea ${v.line}, columna ${v.column}`,
  examples: (count) => say.plural(count, { one: "# ejemplo", many: "# de ejemplos", other: "# ejemplos" }),
  examplesNote: "Los valores están reducidos a su forma: A por una letra, 9 por una cifra.",
  rejection,

  page: (v) => `Página ${v.page} de ${v.pages}`,
  footer: (version) => `Hecho con Counterwatch ${version}. Este archivo no pide nada a ningún servidor.`,

  terminalRead: "Leído",
  terminalPeriod: "Periodo",
  terminalFound: "Hallado",
  terminalNotChecked: "Sin comprobar",
  terminalUnchecked: (v) =>
    `${say.plural(v.count, { one: "# cosa", many: "# de cosas, todas en el informe", other: "# cosas, todas en el informe" })}: ${v.first}`,
  terminalNothingUnchecked: "nada de que se sepa",
  terminalReport: "Informe",
  terminalNext: "Ahora",
  terminalBegin: (operator) => `Abra el informe y empiece por ${operator}.`,
  terminalKeep: "Guarde el informe con el registro. Lea en él qué no se comprobó.",
  terminalRepair: (file) =>
    `Lea ${file}; pruebe después --format, o «sources map» para una correspondencia de columnas.`,
  terminalNoKey:
    "no hay clave del sitio: esta ejecución hace los seudónimos con una al azar.\n  No se pueden comparar con los de otra. Para guardar una clave: counterwatch init",
  terminalNoneFits: "Ningún hallazgo se ajusta.",
  terminalMore: (count) =>
    say.plural(count, {
      one: "# más en el informe",
      many: "# de más en el informe",
      other: "# más en el informe",
    }),
});
