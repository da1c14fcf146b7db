import type { Gap, RowKind, Tier } from "../../model/index.ts";
import type { englishAssessment } from "./messages-assessment.en.ts";
import type { Speech } from "./speech.ts";

export const spanishAssessment = (say: Speech): ReturnType<typeof englishAssessment> => {
  const relations = (count: number) =>
    say.plural(count, { one: "# relación", many: "# de relaciones", other: "# relaciones" });
  const lookups = (count: number) =>
    say.plural(count, { one: "# consulta", many: "# de consultas", other: "# consultas" });
  const rows = (count: number) => say.plural(count, { one: "# fila", many: "# de filas", other: "# filas" });
  return {
    kind: "Evaluación de exposición",
    handle: "Para quienes deben avisar. Trátese como el propio registro.",
    exercise: "EJERCICIO: el registro de esta evaluación estaba sin sellar.",
    tier: {
      certain: "cierta",
      likely: "probable",
      possible: "posible",
      none: "sin indicios en los registros",
    } satisfies Record<Tier, string>,
    tierMeaning: {
      certain:
        "Una fila nombra a las dos, o lo hacen dos filas sobre una misma cosa: una llamada, un pago, un aparato o una reserva en común.",
      likely:
        "Encuentros, contactos comunes o una dirección dicen más de lo que diría el azar: quien quisiera saberlo podría concluirlo.",
      possible: "Una fila nombra a una de las dos, y demasiado poco las une.",
      none: "Nada en las filas que hay aquí. Lo que no se leyó no se evaluó.",
    } satisfies Record<Tier, string>,
    rowKind: {
      call: "llamada",
      transfer: "pago",
      fix: "posición",
      sighting: "avistamiento",
      device: "aparato compartido",
      address: "domicilio compartido",
      booking: "reserva compartida",
    } satisfies Record<RowKind, string>,
    rank: {
      "1": "primera",
      "2-5": "2.ª a 5.ª",
      "6-20": "6.ª a 20.ª",
      "over 20": "más allá de la 20.ª",
      "not in view": "no visible",
    },
    setSize: {
      "1": "una persona",
      "2-5": "2 a 5",
      "6-20": "6 a 20",
      "21-100": "21 a 100",
      "over 100": "más de 100",
    },
    headline: (v) =>
      v.certain + v.likely === 0
        ? `De ${relations(v.relations)} del registro, ninguna es cierta ni probable según las filas que hay aquí.`
        : `De ${relations(v.relations)} del registro, el intruso pudo conocer ${say.number(v.certain)} con certeza y ${say.number(v.likely)} con probabilidad.`,
    since: (time) => `La primera pudo conocerse desde ${time}.`,
    warnFirst: "Hay que avisar a cada persona afectada y dejar constancia de que se hizo.",
    gapsFirst: (count) =>
      say.plural(count, {
        one: "Un hueco: si se leyó todo lo que falta, puede conocerse más.",
        other: "# huecos: si se leyó todo lo que falta, puede conocerse más.",
      }),
    noGaps: "No se conoce ningún hueco: cada consulta del incidente tiene sus filas.",
    upperChanges: (v) =>
      `Si se hubiera leído todo lo que falta: ${say.number(v.certain)} ciertas, ${say.number(v.likely)} probables.`,
    incident: "Incidente",
    assessed: "Evaluado",
    registerVersion: "Registro",
    version: (number) => `versión ${say.number(number)}`,
    inView: "A la vista",
    viewSum: (v) => `${rows(v.rows)} de ${lookups(v.lookups)}`,
    bySystem: "Por sistema",
    shownFrom: "Mostradas",
    tiersTitle: "Hasta dónde están expuestas las relaciones",
    upper: (count) => `hasta ${count} con los huecos`,
    notSeenTitle: "Lo que no se vio",
    notSeenNote:
      "Un hueco pudo contener todo lo que sus consultas podían mostrar. El nivel superior de cada relación supone que todo se leyó.",
    gap: {
      "rows-missing": (count) => `Faltan las filas que mostraron ${lookups(count)}.`,
      "fewer-rows": (count) =>
        say.plural(count, {
          one: "# consulta mostró más filas de las que hay aquí.",
          many: "# de consultas mostraron más filas de las que hay aquí.",
          other: "# consultas mostraron más filas de las que hay aquí.",
        }),
      "rows-rejected": (count) =>
        say.plural(count, {
          one: "# fila no pudo leerse; dead-letters.jsonl dice por qué, fila a fila.",
          many: "# de filas no pudieron leerse; dead-letters.jsonl dice por qué, fila a fila.",
          other: "# filas no pudieron leerse; dead-letters.jsonl dice por qué, fila a fila.",
        }),
      "log-gap": () =>
        "El propio registro tiene un hueco en el tiempo del incidente: pueden faltar consultas.",
    } satisfies Record<Gap["what"], (count: number) => string>,
    outside: (count) =>
      say.plural(count, {
        one: "# fila es de una consulta ajena al incidente y quedó fuera.",
        many: "# de filas son de consultas ajenas al incidente y quedaron fuera.",
        other: "# filas son de consultas ajenas al incidente y quedaron fuera.",
      }),
    unattributed: (count) =>
      say.plural(count, {
        one: "# fila no nombra su consulta y quedó fuera: indíquela con --lookup.",
        many: "# de filas no nombran su consulta y quedaron fuera: indíquela con --lookup.",
        other: "# filas no nombran su consulta y quedaron fuera: indíquela con --lookup.",
      }),
    withheld: (count) => `En ${rows(count)} el sistema ocultó de quién tratan, también al intruso.`,
    strangers:
      "Ninguna persona registrada aparece en estas filas. Si le sorprende, puede que la clave o el país no sean los de las filas.",
    timelineTitle: "Cuándo ocurrió, cuándo lo supo el intruso",
    timelineNote:
      "Cada línea va de cuándo ocurrió algo (arriba) a cuándo lo vio el intruso (abajo). La marca de la derecha es cuándo lo supimos.",
    happened: "ocurrió",
    learned: "lo supo el intruso",
    weLearned: (time) => `lo supimos ${time}`,
    timelineLabel: (v) =>
      `${rows(v.rows)}, ocurridas y mostradas entre ${v.from} y ${v.to}; las filas están en las tablas siguientes.`,
    relationsTitle: "Relaciones",
    noRelations: "El registro no contiene relaciones.",
    pair: "Entre",
    relation: "Relación",
    tierColumn: "Nivel",
    upperColumn: "Con los huecos",
    rankColumn: "Lugar entre todos los que el intruso podría sospechar",
    setColumn: "De cuántos",
    bitsColumn: "Bits",
    knownColumn: "Pudo conocerse desde",
    moreRelations: (count) => `${relations(count)} más en assessment.json.`,
    cardsTitle: "Ciertas y probables, fila a fila",
    noCards: "Ninguna relación es cierta ni probable.",
    moreCards: (count) => `Las cadenas de ${relations(count)} más están en assessment.json.`,
    chainColumns: {
      row: "Fila",
      lookup: "Consulta",
      system: "Sistema",
      kind: "Qué es",
      happened: "Ocurrió",
      shown: "Lo vio el intruso",
      bits: "Bits",
    },
    chainNote: "La cadena de filas más corta que da el nivel.",
    attacker: (name) => `Modelo de atacante que más supo: ${name}.`,
    peopleTitle: "Personas",
    person: "Persona",
    recordsShown: "Se mostró su registro",
    movement: "Se mostraron sus movimientos",
    yes: "sí",
    noPeople: "Ninguna persona registrada está a la vista.",
    methodTitle: "Cómo leer esto",
    method: [
      "Las consultas del incidente y las filas que mostraron se comparan con el registro. Para cada relación registrada, una lista fija de modelos de atacante pregunta con qué acierto un intruso con estas filas podría nombrar a la otra persona. Solo se pregunta por relaciones registradas; nadie más se ordena ni se nombra.",
      "Los bits dicen cuánto revela una fila: un bit duplica la razón de probabilidades. Los lugares y los números de personas van por clases, para que esta página no sea una lista ordenada para quien no debe tenerla.",
      "«Sin indicios en los registros» es una afirmación sobre estas filas. No es una afirmación sobre una persona.",
    ],
    terminal: {
      incident: "Incidente",
      view: "Vista",
      found: "Hallado",
      notSeen: "No visto",
      report: "Informe",
      next: "Ahora",
      nextWarn:
        "Avise a los afectados, los peores primero, y deje constancia. Las cadenas de filas están en el informe.",
      nextGaps: "Cierre los huecos: consiga las filas que faltan y evalúe de nuevo.",
      nextNone: "Conserve las filas: una edición del registro puede cambiar lo que significan.",
      more: (count) => `${relations(count)} más en el informe`,
      moreGaps: (count) => say.plural(count, { one: "Y uno más.", other: "Y # más." }),
    },
  };
};
