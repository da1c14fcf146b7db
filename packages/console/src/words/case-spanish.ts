import type { caseEnglish } from "./case-english.ts";
import { counter } from "./speech.ts";

const count = counter("es");

export const caseSpanish: typeof caseEnglish = {
  peers: {
    title: "Entre compañeros",
    quantityLabel: "Comparar",
    quantity: {
      repeats: "días en que se consultó a un mismo sujeto",
      uncased: "consultas sin caso",
      night: "consultas de noche, de 22 a 6 h",
      subjects: "sujetos distintos",
      lookups: "consultas",
    },
    value: {
      repeats: (n) => count(n, "# día con un mismo sujeto", "# días con un mismo sujeto"),
      uncased: (n) => `${n} % sin caso`,
      night: (n) => `${n} % de noche`,
      subjects: (n) => count(n, "# sujeto", "# sujetos"),
      lookups: (n) => count(n, "# consulta", "# consultas"),
    },
    standing: (value, below, all) =>
      `Este operador: ${value}, más que ${below} de ${count(all, "# compañero", "# compañeros")}.`,
    half: (half, most) => `La mitad tiene como mucho ${half}; nueve de cada diez, como mucho ${most}.`,
    ownOnly: (value) => `Este operador: ${value}.`,
    ownMissing: "Este operador tiene muy pocas consultas para hablar de proporciones.",
    tooFew: (n) =>
      n === 0
        ? "Ningún compañero hizo consultas así en ese tiempo: no hay con quién comparar."
        : count(
            n,
            "Solo # compañero hizo consultas así en ese tiempo: es poco para comparar sin señalar a nadie.",
            "Solo # compañeros hicieron consultas así en ese tiempo: son pocos para comparar sin señalar a nadie.",
          ),
    nobody: "Este hallazgo no nombra a ningún operador con consultas guardadas.",
    here: "este operador",
    colleaguesColumn: "Compañeros",
    picture: (n) =>
      count(
        n,
        "Distribución de # compañero, con este operador marcado. La tabla de abajo dice lo mismo.",
        "Distribución de # compañeros, con este operador marcado. La tabla de abajo dice lo mismo.",
      ),
    ofUnit: (unit) => `Comparado con los operadores de la unidad ${unit}:`,
    ofSystem: "Comparado con todos, pues este operador no tiene unidad:",
    unitTooSmall: (unit) => `Comparado con todos, pues en la unidad ${unit} hay muy pocos:`,
    span: (from, to, systems) => `del ${from} al ${to} (UTC), ${systems}.`,
  },
  map: {
    title: "El camino, por hora de grabación",
    note: "La línea se refuerza con el tiempo; azul donde consta un caso, roja donde no. Los números son paradas. Solo se dibujan lugares de las filas de este hallazgo.",
    picture: (stops, sites) =>
      `Mapa del camino: ${count(stops, "# parada", "# paradas")} en ${count(sites, "# lugar", "# lugares")}. La lista de al lado dice lo mismo.`,
    stopAt: (numbers, site) => `Parada ${numbers}: ${site}`,
    onMap: (number) => `Parada ${number} en el mapa`,
    list: "Paradas",
    stop: "Parada",
    site: "Lugar",
    recordTime: "Hora de grabación",
    case: "Caso",
    more: (n) => count(n, "# parada posterior no se dibuja.", "# paradas posteriores no se dibujan."),
  },
  clocks: {
    title: "Los dos relojes",
    happened: "ocurrió",
    learned: "lo supimos",
    after: "Después de",
    lateMark: "tarde",
    onTime: (n) =>
      count(
        n,
        "La consulta nos llegó en menos de una hora.",
        "Las # consultas nos llegaron en menos de una hora.",
      ),
    late: (late, all, longest) =>
      `${late} de ${count(all, "# consulta", "# consultas")} nos llegaron más de una hora después; la última, tras ${longest}.`,
    picture: (from, to, late) =>
      `Consultas del ${from} al ${to} en dos carriles: cuándo ocurrieron y cuándo lo supimos; ${late} llegaron tarde. La tabla de abajo dice lo mismo.`,
  },
  sittings: {
    title: "Por qué no queda explicado",
    summary: (open, all) =>
      open === 0
        ? count(all, "Algo habla a favor de la sesión.", "Algo habla a favor de cada una de las # sesiones.")
        : `${open} de ${count(all, "# sesión", "# sesiones")} sin que las explique un caso o un compañero.`,
    about: "Sobre",
    sittings: "Sesiones",
    lookups: "Consultas",
    why: "Qué hablaba a su favor al empezar",
    explainedBy: "La explica",
    notExplained: "Sin explicar:",
    ownCase: (name) => `un caso propio del operador, ${name}, en el que no trabaja nadie más.`,
    teamCase: (name) => `el caso ${name}, en el que hay compañeros que consultan al mismo sujeto.`,
    aloneOnCase: (name) => `el caso ${name} de un equipo, en el que nadie más consulta a este sujeto.`,
    othersCase: (name) => `el caso ${name} de otros, al que el operador llegó con este sujeto.`,
    lateToOwnCase: (name) =>
      `el caso ${name} del operador, que ya estaba en marcha cuando llegó este sujeto.`,
    lateToOthersCase: (name) => `el caso ${name} de otros, que ya estaba en marcha cuando llegó este sujeto.`,
    popular: (n) =>
      count(
        n,
        "# compañero consultó lo mismo estos días.",
        "un asunto del día: # compañeros consultaron lo mismo.",
      ),
    colleague: (n) =>
      count(
        n,
        "# compañero que consultó lo mismo en los treinta días anteriores.",
        "# compañeros que consultaron lo mismo en los treinta días anteriores.",
      ),
    reason: (reason) => `ni caso ni compañero con el mismo interés; solo el motivo «${reason}».`,
    reasonWithheld: "ni caso ni compañero con el mismo interés; el registro oculta el motivo.",
    vague: (reason) =>
      `ni caso ni compañero con el mismo interés; el motivo «${reason}» vale para cualquier consulta.`,
    nothing: "ni caso, ni compañero con el mismo interés, ni motivo.",
    more: (n) => count(n, "# sesión posterior no se lista.", "# sesiones posteriores no se listan."),
    ring: "Aquí los compañeros que consultan lo mismo son el asunto mismo: que lo hagan no explica nada.",
    cut: "El asunto tiene más consultas de las que se leyeron: puede haber más a favor de estas sesiones de lo que se dice.",
    note: "Una sesión explicada puede estar mal, y una sin explicar puede ser trabajo honrado.",
  },
  rule: {
    title: "Qué cumplió la regla",
    matched: "Cumplen",
    ofOperator: (matched, all) => `${matched} de las ${all} consultas de este operador`,
    everybody: "Todos juntos",
    ofEverybody: (matched, all) => `${matched} de ${all} consultas`,
    sources: "Registros",
  },
  graph: {
    title: "Quién más consultó",
    note: "Operador, sujetos, casos y compañeros, solo a partir de las consultas. Mostrar a los compañeros es a su vez una consulta, a nombre de usted.",
    picture: "Operador, sujetos, casos y compañeros. La lista de abajo dice lo mismo.",
    kinds: { operator: "Operador", subject: "Sujeto", case: "Caso", colleague: "Compañero" },
    unfold: (subject, n) =>
      `Sujeto ${subject}: ${count(n, "# compañero también lo consultó", "# compañeros también lo consultaron")}`,
    noCase: "sin caso",
    cases: (names) => `caso ${names}`,
    nobodyElse: "ningún compañero lo consultó",
    others: (n) => count(n, "# compañero también lo consultó", "# compañeros también lo consultaron"),
    show: "Mostrarlos",
    fold: "Ocultarlos",
    more: (n) => count(n, "y # más", "y # más"),
    withheld: (n) =>
      count(
        n,
        "# es usted o usa un sistema suyo: eso lo lee otra persona.",
        "# son usted o usan un sistema suyo: eso lo lee otra persona.",
      ),
    left: (n) => count(n, "# nodo no cabe en el dibujo.", "# nodos no caben en el dibujo."),
  },
  operator: {
    unit: (unit) => `Unidad ${unit}.`,
    noWork: "No hay consultas guardadas de este operador, salvo las que hicieron programas.",
    withheld: (n) =>
      count(
        n,
        "# entrada de esta página trata de un sistema suyo: la lee otra persona.",
        "# entradas de esta página tratan de un sistema suyo: las lee otra persona.",
      ),
    cased: "Consultas con caso",
    thisOperator: "Este operador",
    others: (n) => count(n, "El # otro operador de la unidad", "Los otros # operadores de la unidad"),
    noUnit: "El registro no nombra ninguna unidad: no hay con quién comparar.",
    unitSmall: "La unidad tiene menos de cinco operadores más: son pocos para comparar sin señalar a nadie.",
    week: "Horas de la semana",
    weekMost: (n) =>
      count(n, "como mucho # en una hora de la semana", "como mucho # en una hora de la semana"),
    weekday: "Día",
    weekdays: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    systems: "Sistemas usados",
    system: "Sistema",
    share: "Parte",
    noIncidents: "Ningún incidente nombra a este operador.",
    page: (n) => `Consultas, página ${n}`,
    later: "Consultas posteriores",
  },
  incident: {
    all: "Todos",
    count: (n) => count(n, "# incidente", "# incidentes"),
    withheld: (n) =>
      count(
        n,
        "# incidente de esta página trata de usted o de su sistema: lo mira otra persona.",
        "# incidentes de esta página tratan de usted o de su sistema: los mira otra persona.",
      ),
    noFindings: "Ya no contiene ningún hallazgo.",
    mergedInto: "Se unió a otro. Sus hallazgos están en",
    merge: "Unir…",
    splitButton: "Separar…",
    mergeTitle: "Unir a otro incidente",
    mergeNone: "No hay otro incidente abierto de este operador.",
    mergeChoose: "Todos los hallazgos pasan a",
    mergeDo: "Unir",
    splitTitle: "Separar hallazgos",
    splitChoose: "Estos pasan a un incidente propio",
    splitNone: "Elija los hallazgos que salen de este incidente.",
    splitAll: "Al menos un hallazgo tiene que quedarse.",
    splitDo: "Separar",
    preview: "Cómo quedarían",
    newOne: "Un incidente nuevo",
    mergedAway: "Unido: no queda en él ningún hallazgo.",
    andMore: (n) => count(n, "y # más", "y # más"),
    merged: (into) => `Unido a ${into}.`,
    split: (into) => `Separado: los hallazgos elegidos están en ${into}.`,
    suppressed: "Suprimido. Vuelve a mostrarse cuando acabe el plazo.",
    proposed: (by, reason) =>
      `${by} propone cerrarlo como «${reason}»; hace falta un revisor que no sea ${by}.`,
    ownProposal: (reason) =>
      `Usted ha propuesto cerrarlo como «${reason}». Otra persona, un revisor, tiene que estar de acuerdo.`,
    asked: (by, what, why) =>
      `${by} pide conocer ${what} («${why}»); hace falta un revisor que no sea ${by}.`,
    youMay: "Usted puede.",
    evidence: "Pruebas",
    bundle: "Descargar el paquete de pruebas",
    bundleMaking: "Preparando el paquete…",
    bundleNote:
      "Un tar con los hallazgos, sus consultas y la prueba de cada una en el registro de pruebas. Cualquiera puede verificarlo sin este servidor, con la clave del registro.",
    bundleDone: "Descargado. Se verifica con",
  },
};
