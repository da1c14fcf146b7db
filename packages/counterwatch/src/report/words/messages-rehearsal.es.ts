import type { Measure } from "../../assess/rehearsal/measure.ts";
import type { englishRehearsal } from "./messages-rehearsal.en.ts";
import type { Speech } from "./speech.ts";

const GRAIN = { hour: "hora", day: "día", week: "semana", month: "mes" } as const;

export const spanishRehearsal = (say: Speech): ReturnType<typeof englishRehearsal> => ({
  kind: "Ensayo: no ha ocurrido nada",
  title: (systems) => `Si alguien leyera enteros estos sistemas: ${say.list(systems)}`,
  headline: (v) =>
    `Quien robara estos registros conocería con certeza ${say.number(v.certain)} de ${say.plural(v.relations, { one: "# relación protegida", many: "# de relaciones protegidas", other: "# relaciones protegidas" })}, ${say.number(v.likely)} con probabilidad y ${say.number(v.possible)} quizá.`,
  planHeadline: (v) =>
    `${say.plural(v.measures, { one: "# medida llevaría", many: "# de medidas llevarían", other: "# medidas llevarían" })} la exposición de ${v.before} a ${v.after}. Lo menos que dejó algún conjunto probado: ${v.floor}.`,
  noPlan: "Ninguna de las medidas probadas reduce la exposición.",
  notSafe:
    "«Sin indicios» quiere decir: no en las filas leídas aquí. No dice nada de la seguridad. Lo que no se leyó no se evaluó.",
  handle: "Trate esta página como el propio registro de personas protegidas.",
  vector: {
    visual: "visual y físico",
    signals: "señales electrónicas",
    financial: "financiero",
    travel: "viajes",
    online: "en línea",
  },
  vectorsTitle: "Los cinco vectores de vigilancia",
  vectorColumn: "Vector",
  assessedColumn: "Leído y evaluado",
  notAssessedColumn: "Sin evaluar",
  nothing: "nada",
  systemsTitle: "Cada sistema por sí solo",
  systemsNote: "Lo que sabría quien robara este único sistema, por relación protegida.",
  systemColumn: "Sistema de registros",
  rowsColumn: "Filas",
  periodColumn: "Desde – hasta",
  peopleColumn: "Personas protegidas en él",
  together: "todos juntos",
  relationsTitle: "Por clase de relación",
  relationColumn: "Relación",
  measuresTitle: "Lo que quita cada medida",
  measuresNote:
    "Cada medida por sí sola. Una que sola no quita nada puede hacer falta: si dos canales muestran una relación, cerrar uno no cambia nada. El plan lo tiene en cuenta.",
  measureColumn: "Medida",
  byColumn: "Quién",
  by: { custodian: "custodio", agency: "agencia" },
  costColumn: "Coste",
  removesColumn: "Quita",
  bitsColumn: "Bits menos",
  planTitle: "El plan",
  planNote: (v) =>
    `Hallado buscando desde ambos extremos (añadir lo que más quita por su coste; retirar lo que menos se echa en falta), con ${v.assessments} evaluaciones del registro entero. No se garantiza que sea el mejor conjunto: la exposición no es submodular. Lo menos que dejó algún conjunto probado, costara lo que costara: ${v.floor}.`,
  planBudget: (v) => `Coste ${v.cost} de ${v.budget}.`,
  planCost: (cost) => `Coste ${cost}; no se dio presupuesto.`,
  stepColumn: "Paso",
  leftColumn: "Exposición restante",
  before: "antes",
  weightsNote: (v) =>
    `La exposición cuenta relaciones: cierta ${v.certain}, probable ${v.likely}, posible ${v.possible} cada una.`,
  assumedTitle: "Lo que se supuso",
  assumed: [
    "El ladrón tiene solo estas filas y las lee todas. Lo que ya sepa, o pueda observar en la calle, no está incluido.",
    "Por segundos dispositivos van solo llamadas y mensajes, no el dinero. Nunca se llevan junto al primero ni se usan con nadie más. Llevados juntos, sus movimientos dicen de quién son.",
    "Los lugares de encuentro variados se sortean según lo concurridos que son. Los contactos de cobertura no devuelven llamadas.",
    "Las horas y los lugares guardados con poco detalle se leen como si fueran exactos: tal medida puede parecer que añade exposición donde añade coincidencias.",
    "Lo que cuesta una medida es lo que dice el archivo de medidas.",
  ],
  exercise:
    "EJERCICIO: el registro de este ensayo estaba sin sellar. Lo que se halló no queda como asunto abierto.",
  openTitle: "Vulnerabilidades abiertas",
  openNote: "Cada una sigue abierta en la postura hasta que se cierra con un motivo.",
  vulnerability: (v) =>
    `${v.system} por sí solo expone ${v.relation}: ${say.number(v.certain)} ciertas, ${say.number(v.likely)} probables.`,
  noneOpen: "Ningún sistema por sí solo hace cierta o probable una relación.",
  noRows: "No se leyó ninguna fila.",
  measure: (measure: Measure): string => {
    const whom = "relation" in measure && measure.relation !== undefined ? ` para ${measure.relation}` : "";
    switch (measure.do) {
      case "drop-field":
        return {
          site: "omitir la celda o el sitio",
          seconds: "omitir duraciones",
          position: "omitir coordenadas",
        }[measure.field];
      case "coarsen-time":
        return `guardar las horas solo por ${GRAIN[measure.to]}`;
      case "coarsen-place":
        return `guardar los lugares solo con ${say.number(measure.metres)} m`;
      case "retain":
        return `guardar las filas ${say.plural(measure.days, { one: "# día", many: "# de días", other: "# días" })}`;
      case "aggregate":
        return `guardar una fila por ${GRAIN[measure.to]} para cada par`;
      case "withhold-table":
        return `no dar a nadie la tabla de ${{ device: "dispositivos", address: "direcciones", booking: "reservas" }[measure.table]}`;
      case "second-device":
        return `hablar por segundos dispositivos${whom}`;
      case "vary-place":
        return `variar el lugar de encuentro${whom}`;
      case "cover-traffic":
        return `${say.plural(measure.contacts, { one: "# contacto de cobertura", many: "# de contactos de cobertura", other: "# contactos de cobertura" })}${whom}`;
    }
  },
});
