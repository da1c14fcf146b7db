/**
 * Texts that the server keeps as names of things, so that the same measure or open item is found again: they have a closed form, made of
 * words of the model and figures alone, and are said in Spanish from these. What has no such form was written by somebody, and stays.
 */
import { systemNames } from "../../../counterwatch/src/report/words/names.es.ts";
import { counter } from "./speech.ts";

const count = counter("es");

const GRAINS: Readonly<Record<string, string>> = { hour: "hora", day: "día", week: "semana", month: "mes" };
const FIELDS: Readonly<Record<string, string>> = {
  site: "el lugar",
  seconds: "los segundos",
  position: "la posición",
};
const TABLES: Readonly<Record<string, string>> = {
  device: "dispositivos",
  address: "direcciones",
  booking: "reservas",
};

const systemOf = (name: string): string => systemNames[name as "calls"] ?? name;
const ofKind = (relation: string | undefined) => (relation === undefined ? "" : ` para ${relation}`);

/** Of `measureId` (assess/rehearsal/measure.ts). */
const MEASURES: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^(\w+): drop (\w+)$/,
    (system = "", field = "") => `${systemOf(system)}: suprimir ${FIELDS[field] ?? field}`,
  ],
  [
    /^(\w+): time to the (\w+)$/,
    (system = "", grain = "") => `${systemOf(system)}: hora redondeada: ${GRAINS[grain] ?? grain}`,
  ],
  [
    /^(\w+): place to ([\d.]+) m$/,
    (system = "", metres = "") => `${systemOf(system)}: lugar redondeado a ${metres} m`,
  ],
  [
    /^(\w+): keep (\d+) days$/,
    (system = "", days = "") => `${systemOf(system)}: conservar ${count(Number(days), "# día", "# días")}`,
  ],
  [
    /^(\w+): one row a (\w+)$/,
    (system = "", grain = "") => `${systemOf(system)}: una fila por ${GRAINS[grain] ?? grain}`,
  ],
  [
    /^(\w+): no (\w+) table$/,
    (system = "", table = "") => `${systemOf(system)}: sin tabla de ${TABLES[table] ?? table}`,
  ],
  [/^second device(?: for ([a-z-]+))?$/, (relation) => `segundo dispositivo${ofKind(relation)}`],
  [
    /^vary the meeting place(?: for ([a-z-]+))?$/,
    (relation) => `variar el lugar de encuentro${ofKind(relation)}`,
  ],
  [
    /^(\d+) cover contacts(?: for ([a-z-]+))?$/,
    (contacts = "", relation?: string) =>
      `${count(Number(contacts), "# contacto de cobertura", "# contactos de cobertura")}${ofKind(relation)}`,
  ],
];

/** Undefined: it has no such form. */
export function measureSpanish(id: string): string | undefined {
  for (const [form, said] of MEASURES) {
    const parts = form.exec(id);
    if (parts !== null) return said(...parts.slice(1));
  }
  return undefined;
}

/** Of `vulnerabilitiesOf` (app/rehearsal.ts). */
export function vulnerabilitySpanish(sentence: string): string | undefined {
  const [, system, relation] =
    /^Read whole, (\w+) alone makes relations of the kind ([a-z-]+) certain or likely\.$/.exec(sentence) ??
    [];
  return system === undefined
    ? undefined
    : `Leído entero, el sistema de ${systemOf(system)} por sí solo vuelve ciertas o probables las relaciones del tipo ${relation}.`;
}
