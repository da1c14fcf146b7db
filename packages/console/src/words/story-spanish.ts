/**
 * A story's sentence in Spanish, from the same figures as the server's English one: it is said anew and not translated. Where a figure
 * is missing, as in a finding of an earlier version, there is none, and the English one stands there and says that it is English.
 */
import { systemNames } from "../../../counterwatch/src/report/words/names.es.ts";
import {
  type Explanation,
  type SaidFinding,
  type StoryFigures,
  storyFigures,
} from "../finding/story-figures.ts";
import { counter } from "./speech.ts";

const count = counter("es");
/** As the English sentence writes them. */
const tenths = new Intl.NumberFormat("es", { maximumFractionDigits: 1 });
const MOST_OPERATORS = 4;
const MOST_SYSTEMS = 6;

const sittings = (n: number) => count(n, "# sesión", "# sesiones");
const lookups = (n: number) => count(n, "# consulta", "# consultas");
const subjects = (n: number) => count(n, "# sujeto", "# sujetos");
const days = (n: number) => count(n, "# día", "# días");
const over = (n: number) => `a lo largo de ${days(n)}`;

const notAlways = (what: string) => (list: string) =>
  `el caso ${list} consta solo a veces; las demás, ${what}`;
const seldom = (list: string) =>
  `el caso que consta es ${list}, con el que el trabajo honrado vuelve menos a menudo`;

/** What is said of the cases that were given, by what explains the latest sitting. */
const CASES: Readonly<Record<Explanation, (list: string) => string>> = {
  "nothing, or words that fit everything": notAlways("nada, o palabras que sirven para todo"),
  "a reason in words": notAlways("un motivo en palabras"),
  "a colleague looks too": notAlways("un compañero que también consulta"),
  "everybody looks these days": notAlways("que estos días todos consultan"),
  "a case of the operator's own": seldom,
  "a team's case, on which others look too": seldom,
  "a team's case, on which nobody else looks at this subject": (list) =>
    `de quienes trabajan en el caso que consta (${list}) nadie más consulta a este sujeto`,
  "a case of others, to which the operator came with this subject": (list) =>
    `el caso que consta (${list}) era de otros, y ninguno de ellos consulta a este sujeto`,
  "an own case that was under way when this subject came to it": (list) =>
    `el caso que consta (${list}) es del propio operador, y ya estaba en marcha cuando llegó este sujeto`,
  "a case of others that was under way when this subject came to it": (list) =>
    `el caso que consta (${list}) ya estaba en marcha cuando llegó este sujeto, y nadie más de ese caso consulta a este sujeto`,
};

type Sentence = (told: StoryFigures) => string | undefined;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  fixation: (told) =>
    told.expected === undefined
      ? undefined
      : `El operador ${told.operator} volvió a un mismo sujeto en ${sittings(told.sittings)} ${onDays(told)} (${lookups(told.lookups)}), donde el trabajo de aquí hace ${tenths.format(told.expected)} sesiones de un sujeto; ${given(told)}; ${near(told)}.`,
  "linked-pair": (told) =>
    `El operador ${told.operator} consultó juntos a los mismos dos sujetos, en ${days(told.days)} ${over(told.span)} (${lookups(told.lookups)}); ${given(told)}; ${near(told)}.`,
  following: (told) =>
    `El operador ${told.operator} recorrió ${count(told.sittings, "# lugar", "# lugares")} cuyas posiciones y horas de grabación forman el camino de un solo viajero, de ${told.path[0] ?? "?"} a ${told.path.at(-1) ?? "?"} (${lookups(told.lookups)} en ${count(told.minutes, "# minuto", "# minutos")}); ${told.cases.length > 0 ? "solo para una parte consta un incidente" : "no consta ni incidente ni caso"}; ${near(told)}.`,
  "contact-chaining": (told) =>
    `El operador ${told.operator} consultó a ${count(told.subjects - 1, "# contacto", "# contactos")} que había devuelto una consulta anterior de un sujeto, en ${sittings(told.sittings - 1)} ${over(told.span)}; ${given(told)}; ${near(told)}.`,
  pursuit: (told) =>
    told.systems === undefined
      ? undefined
      : `El operador ${told.operator} buscó a un mismo sujeto en ${count(told.systems.length, "# sistema de registros", "# sistemas de registros")} (${listed(
          told.systems.map((system) => systemNames[system as "calls"] ?? system),
          MOST_SYSTEMS,
        )}) en ${sittings(told.sittings)} ${over(told.span)}; ${given(told)}; ${near(told)}.`,
  "case-laundering": (told) =>
    `El operador ${told.operator} consultó a ${subjects(told.subjects)} bajo el caso ${told.cases[0] ?? ""} en ${sittings(told.sittings)} ${over(told.span)}; ${cloak(told)}; ${near(told)}.`,
  ring: (told) =>
    told.operators === undefined
      ? undefined
      : `${count(told.operators.length, "# operador", "# operadores")} (${listed(told.operators, MOST_OPERATORS)}) consultaron entre todos a un mismo sujeto en ${sittings(told.sittings)} ${onDays(told)}; ${given(told)}; ${near(told)}.`,
  bulk: (told) =>
    `El operador ${told.operator} consultó a ${count(told.sittings, "# sujeto distinto", "# sujetos distintos")} ${told.hours > 24 ? `en ${days(told.days)}` : `en ${count(told.hours, "# hora", "# horas")}`}, muy por encima de los días de este operador y de la unidad; ninguno bajo un caso de equipo; ${near(told)}.`,
  "borrowed-credential": (told) =>
    `Con la cuenta del operador ${told.operator} llegaron ${sittings(told.sittings)} desde ${told.address === undefined ? "un cliente" : `la dirección ${told.address}`} que este operador no había usado antes; ${near(told)}.`,
  "off-hours": (told) =>
    `El operador ${told.operator} hizo ${lookups(told.lookups)} de ${subjects(told.subjects)} a horas en que no suelen trabajar ni este operador ni la unidad; ninguna bajo un caso de equipo; ${near(told)}.`,
};

/** Undefined: no story told it, or not with all of its figures. */
export function storySpanish(finding: SaidFinding): string | undefined {
  const told = storyFigures(finding);
  if (told === undefined || !Object.hasOwn(CASES, told.explanation)) return undefined;
  return SENTENCES[told.story]?.(told);
}

/** Where it was one day, nothing is to be said of a span. */
function onDays(told: StoryFigures): string {
  return told.span > 1 ? `en ${days(told.days)} ${over(told.span)}` : `en ${days(told.days)}`;
}

function given({ cases, moreCases, reasons, moreReasons, explanation }: StoryFigures): string {
  if (cases.length === 0)
    return reasons.length === 0
      ? "no consta ni caso ni motivo"
      : `no consta ningún caso, solo ${listed(
          reasons.map((reason) => `«${reason}»`),
          reasons.length,
          moreReasons,
        )}`;
  return CASES[explanation](listed(cases, cases.length, moreCases));
}

function cloak({ explanation, subjects: many }: StoryFigures): string {
  switch (explanation) {
    case "a case of the operator's own":
    case "an own case that was under way when this subject came to it":
      return "nadie más trabaja en ese caso";
    case "a team's case, on which nobody else looks at this subject":
      return "nadie más de ese caso los consulta";
    default:
      return `otros habían abierto ese caso, y ninguno de ellos consulta a ${many === 1 ? "este sujeto" : "estos sujetos"}`;
  }
}

function near({ near: close, others }: StoryFigures): string {
  return close === 0
    ? count(others, "el único otro operador no se acerca", "ninguno de los otros # operadores se acerca")
    : `${count(close, "se acerca #", "se acercan #")} de los otros ${count(others, "# operador", "# operadores")}`;
}

/** `a, b y 3 más`. */
function listed(items: readonly string[], most: number, more = Math.max(0, items.length - most)): string {
  const shown = items.slice(0, most);
  if (more > 0) return `${shown.join(", ")} y ${count(more, "# más", "# más")}`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} y ${shown.at(-1)}`;
}
