import type { englishStories } from "./messages-stories.en.ts";
import type { Speech } from "./speech.ts";

export const spanishStories = (say: Speech): ReturnType<typeof englishStories> => ({
  stories: {
    fixation: {
      title: "Un mismo sujeto una y otra vez",
      watches:
        "Un operador vuelve en otros días a un mismo sujeto, más de lo que lo hace el trabajo honrado de esta unidad con lo mismo explicado.",
      honest: [
        "Un caso cuyo número no figura en ningún campo de este registro, por ejemplo uno llevado en papel o en otro sistema.",
        "Una tarea permanente: un vehículo en una lista de búsqueda, una persona desaparecida o buscada cuyo expediente se revisa cada semana.",
      ],
      next: "Pregunte a quien supervisa al operador qué caso era, y compruebe que el caso nombra a este sujeto y que estaba abierto esos días. Mire si también consultaron sus compañeros de caso.",
    },
    "linked-pair": {
      title: "Dos sujetos siempre juntos",
      watches:
        "Dos sujetos comparten la atención de un operador: cuando consulta a uno, consulta al otro pocas horas después.",
      honest: [
        "Dos vehículos o dos teléfonos de un mismo hogar bajo una misma investigación.",
        "Una lista que se recorre cada vez en el mismo orden.",
      ],
      next: "Pregunte a quien supervisa qué une a los dos sujetos y en qué caso. Si son pareja o familia, mire primero si el operador los conoce.",
    },
    following: {
      title: "Seguimiento de lugar en lugar",
      watches:
        "Los lugares y las horas de grabación que pidió un operador forman un camino que pudo recorrer una sola persona.",
      honest: [
        "Un incidente despachado: una persecución, la búsqueda de una persona desaparecida, una escolta.",
        "Una ronda por cámaras vecinas en su orden habitual, si la unidad no la hace lo bastante para ser conocida.",
      ],
      next: "Compare el camino con el registro de despacho de esas horas. Si ningún incidente coincide, pregunte a quién se seguía, y si hay que advertir a esa persona.",
    },
    "contact-chaining": {
      title: "De un sujeto a sus contactos",
      watches:
        "Un operador toma los contactos que devolvió una consulta anterior y los consulta uno tras otro.",
      honest: [
        "Un análisis de vínculos en un caso de crimen organizado, a menudo por encargo a un analista.",
        "La búsqueda de familiares tras un accidente o una muerte.",
      ],
      next: "Pida a quien supervisa el caso del primer sujeto y si abarca a los contactos. Las fuentes de una persona se ven en sus contactos: si no hay caso, trátelo como urgente.",
    },
    pursuit: {
      title: "Un sujeto por varios sistemas de registros",
      watches:
        "Un operador busca a un mismo sujeto por varios sistemas de registros: llamadas, localización, cámaras, matrículas, viajes, finanzas.",
      honest: [
        "La búsqueda urgente de una persona en peligro recorre todos los sistemas a la vez.",
        "Una comprobación completa de antecedentes que la unidad tiene orden de hacer.",
      ],
      next: "Pida la orden o el caso que ampara cada sistema. Mire si se autorizaron todos o solo el primero.",
    },
    "case-laundering": {
      title: "Sujetos propios reunidos bajo un caso",
      watches:
        "Con un número de caso, un operador consulta a sujetos que nadie más de ese caso consulta, o lo hace sin pertenecer a él.",
      honest: [
        "Un caso grande con el trabajo repartido, en el que cada operador tiene sus propios sujetos.",
        "Un operador prestado al caso, o un error al teclear el número.",
      ],
      next: "Pregunte a quien dirige el caso, no al operador, si estos sujetos pertenecen a él y si el operador estaba asignado.",
    },
    ring: {
      title: "Varios operadores, un sujeto",
      watches:
        "Varios operadores se reparten durante semanas la observación de un sujeto, cada uno demasiado poco para llamar la atención y ninguno bajo un caso de equipo.",
      honest: [
        "Una persona muy conocida en toda la unidad: alguien que reincide o que llama a menudo.",
        "Un caso que pasa de turno en turno sin número.",
      ],
      next: "Pregunte por separado a quien supervisa a cada operador. Mire si comparten turno, formación o dirección de acceso, o si uno se lo pidió a los demás.",
    },
    bulk: {
      title: "Muchos más sujetos de lo habitual",
      watches:
        "Un operador consulta en un día muchos más sujetos distintos de los que explican su pasado y el de la unidad.",
      honest: [
        "Un operativo especial: un control, un gran acto, trabajo atrasado que se despacha en un día.",
        "Una tarea nueva, o una importación que corre con la cuenta de una persona.",
      ],
      next: "Pregunte a quien supervisa qué había ese día. Mire las exportaciones que siguieron y si los sujetos proceden de una lista.",
    },
    "borrowed-credential": {
      title: "Puede que otra persona use la cuenta",
      watches:
        "Con la cuenta de un operador llegan consultas de una dirección o un cliente nuevos que siguen junto a los habituales, o que son costumbre de otro operador.",
      honest: [
        "Un puesto nuevo, un ordenador nuevo, trabajo desde casa, una red cambiada.",
        "Un terminal compartido en el que alguien olvidó cerrar la sesión.",
      ],
      next: "Pregunte al operador, a través de quien lo supervisa, dónde estaba a esas horas; compare turnos y registros de puertas. Si no era el operador, cierre las sesiones de la cuenta y trate las consultas como de un extraño.",
    },
    "off-hours": {
      title: "Consultas a horas insólitas",
      watches:
        "Consultas a horas en que no suelen trabajar ni este operador ni la unidad, semana tras semana.",
      honest: [
        "Un cambio de turno, horas extra o un aviso que el registro no conoce.",
        "Un cambio de servicio desde que se aprendieron los hábitos del operador.",
      ],
      next: "Compare con los turnos. Si el operador estaba fuera de servicio, pregunte a quien lo supervisa para qué eran las consultas.",
    },
  },

  nextTitle: "Qué hacer ahora",
  nats: (value) => `${value} nats`,
  alertLevel: (value) => `alerta a ${value} nats`,
  accountLane: "Evidencia a lo largo del tiempo, en nats",
  accountEnlarged: (v) => `Evidencia a lo largo del tiempo, en nats; ampliada: del ${v.from} al ${v.to}`,
  accountTable: "La evidencia en una tabla",
  accountCaption: "Evidencia de este hallazgo a lo largo del tiempo",
  natsColumn: "Evidencia (nats)",
  alertColumn: "Alerta",
  alertedHere: "aquí alertó",

  pathLane: "El camino, por hora de grabación",
  pathNote:
    "La línea se refuerza con el tiempo; azul donde consta un caso, roja donde no. Los números son paradas; los puntos grises pequeños, otros lugares de este informe.",
  pathPicture: (v) =>
    `Mapa del camino: ${say.plural(v.stops, { one: "# parada", many: "# de paradas", other: "# paradas" })} en ${say.plural(v.sites, { one: "# lugar", many: "# de lugares", other: "# lugares" })}. La tabla de al lado dice lo mismo.`,
  pathCaption: (stops) =>
    say.plural(stops, {
      one: "El camino: # parada",
      many: "El camino: # de paradas",
      other: "El camino: # paradas",
    }),
  stopAt: (v) => `Parada ${v.numbers}: ${v.site}`,
  stopColumn: "Parada",
  recordTimeColumn: "Hora de grabación",
  caseColumn: "Caso",
  metres: (value) => `${value} m`,
  kilometres: (value) => `${value} km`,
  north: "N ↑",

  whyTitle: "Por qué no queda explicado",
  whyLookedFor: "Se buscó: un caso, compañeros con el mismo interés, un sujeto que todos consultan.",
  whyNoCase: (all) =>
    say.plural(all, {
      one: "La consulta listada no nombra ningún caso.",
      many: "Ninguna de las # de consultas listadas nombra un caso.",
      other: "Ninguna de las # consultas listadas nombra un caso.",
    }),
  whySomeCases: (v) =>
    `${say.number(v.cased)} de ${say.plural(v.all, { one: "# consulta listada", many: "# de consultas listadas", other: "# consultas listadas" })} ${say.plural(v.cased, { one: "nombra", many: "nombran", other: "nombran" })} un caso (${v.cases}${v.more > 0 ? `; ${say.number(v.more)} más` : ""}); explica demasiado poco.`,
  whyAllCases: (v) =>
    `${say.plural(v.all, { one: "La consulta listada nombra", many: "Todas las # de consultas listadas nombran", other: "Las # consultas listadas nombran" })} un caso (${v.cases}${v.more > 0 ? `; ${say.number(v.more)} más` : ""}); explica demasiado poco.`,
  whyCaseWithheld: (v) =>
    `En ${say.number(v.withheld)} de ${say.plural(v.all, { one: "# consulta listada", many: "# de consultas listadas", other: "# consultas listadas" })} el registro oculta el caso.`,
  whyWeighed: "Lo que consultaron los compañeros está sopesado en la evidencia; explica demasiado poco.",
  whyColleagues: (count) =>
    count === 0
      ? "Ningún compañero consultó a este sujeto."
      : say.plural(count, {
          one: "También lo consultó # compañero; eso explica demasiado poco.",
          many: "También lo consultaron # de compañeros; eso explica demasiado poco.",
          other: "También lo consultaron # compañeros; eso explica demasiado poco.",
        }),
  whyPopular: "En esos días muchos consultaban a este sujeto; eso explica demasiado poco.",
  whyNotPopular: "En esos días no eran muchos los que consultaban a este sujeto.",
  whyExpected: (v) =>
    `El trabajo honrado habría hecho ${v.expected} sesiones así; hubo ${say.number(v.sittings)}, en ${say.plural(v.days, { one: "# día", many: "# de días", other: "# días" })}.`,
  whyOften: (value) => `El trabajo honrado produce algo igual de fuerte unas ${value} veces al día.`,
  whyOnceInDays: (days) =>
    `El trabajo honrado produce algo igual de fuerte una vez cada ${say.plural(days, { one: "día", many: "# de días", other: "# días" })}, más o menos.`,
  whyOnceInYears: (years) =>
    years >= 1000
      ? "El trabajo honrado produce algo igual de fuerte menos de una vez en mil años."
      : `El trabajo honrado produce algo igual de fuerte una vez cada ${say.plural(years, { one: "año", many: "# de años", other: "# años" })}, más o menos.`,
  alsoTitle: "Lo cuentan también otras historias",
  alsoTold: (stories) => `${stories}. Es un solo asunto y cuenta como una sola alerta.`,

  budgetTitle: "Cómo se cumplió el presupuesto de alertas",
  learningUntil: (day) => `En aprendizaje hasta el ${day}; solo reglas.`,
  learningOpen: "Aún en aprendizaje; solo reglas.",
  learningWhy: (budget) =>
    `El registro termina antes de que se viera bastante trabajo honrado para cumplir un presupuesto de ${budget}: no se juzgó ninguna historia. Un registro más largo, o un presupuesto mayor, acorta el aprendizaje.`,
  learntUntil: (day) =>
    `El aprendizaje terminó el ${day}. Antes de ese día, solo reglas; después, también historias.`,
  suspendedSince: (v) =>
    v.unit === undefined
      ? `Garantía suspendida para los operadores sin unidad desde el ${v.since}.`
      : `Garantía suspendida para la unidad ${v.unit} desde el ${v.since}.`,
  suspendedFromTo: (v) =>
    v.unit === undefined
      ? `Garantía suspendida para los operadores sin unidad del ${v.since} al ${v.to}.`
      : `Garantía suspendida para la unidad ${v.unit} del ${v.since} al ${v.to}.`,
  suspendedMore: (count) =>
    say.plural(count, {
      one: "Y para # unidad más.",
      many: "Y para # de unidades más.",
      other: "Y para # unidades más.",
    }),
  suspendedMeaning:
    "Mientras está suspendida, el trabajo ordinario de la unidad ya no es aquel del que se aprendió la escala: allí no se promete el presupuesto, sus hallazgos pesan menos y la escala se aprende de nuevo durante cuatro semanas.",
  keptEverywhere:
    "La garantía se mantuvo en todos los grupos, desde el fin del aprendizaje hasta el fin del registro.",
  budgetMeans: (v) => {
    const time = { day: "al día", week: "a la semana", month: "en un mes de 30 días", year: "al año" }[
      v.unit
    ];
    return `El presupuesto es ${v.budget}: el trabajo honrado puede provocar, en promedio, ${say.plural(v.count, { one: "# alerta", many: "# de alertas", other: "# alertas" })} ${time}, entre todos los operadores y todas las historias.`;
  },
  budgetAllowed: (v) =>
    `En ${say.plural(v.days, { one: "el día que siguió", many: "los # de días que siguieron", other: "los # días que siguieron" })} al aprendizaje son ${v.allowed}.`,
  budgetUsed: (v) =>
    `${say.plural(v.alerts, { one: "Hubo # alerta", many: "Hubo # de alertas", other: "Hubo # alertas" })}; al trabajo honrado por sí solo se le permiten ${v.allowed}.`,
  budgetAbove:
    "Son más de las que debería provocar el trabajo honrado: algunas tienen otra causa, o el trabajo mismo ha cambiado.",
  budgetWithin:
    "No son más de las que puede provocar el trabajo honrado por sí solo: cada una puede tener una buena explicación.",
  budgetUnused: "Nada se acercó lo suficiente.",
  barAllowed: (value) => `${value} permitidas al trabajo honrado`,
  barAlerts: (count) => say.plural(count, { one: "# alerta", many: "# de alertas", other: "# alertas" }),
  scoresTitle: "Qué fuerza tuvieron los asuntos de cada historia",
  scoresNote:
    "Un asunto es el interés de un operador por un sujeto, un caso o un lugar. Cada marca es uno, por su evidencia más alta: largas y rojas las más fuertes, tantas como alertaron; cortas y grises las demás, casi todas trabajo honrado, que muestran hasta dónde llega.",
  scoresScale: "Evidencia más alta, en nats (logarítmica)",
  scoresNone: "Ningún asunto tuvo fuerza bastante para puntuarse.",
  scoresTable: "Las puntuaciones en una tabla",
  scoresList: "Puntuaciones más altas en nats, de mayor a menor",
  storyColumn: "Historia",
  mattersColumn: "Asuntos mostrados",
  highestColumn: "Máximo",
  alertsColumn: "Alertas",
  shareColumn: "Parte del presupuesto",
  groupsTitle: "Grupos de comparación",
  groupsNote:
    "A cada operador se le compara con los hábitos de su unidad. Son fuertes los asuntos que alcanzan dieciséis veces la frecuencia presupuestada; con ellos se vigila la garantía.",
  groupsNone: "No se vio ningún grupo de comparación.",
  groupColumn: "Grupo",
  sittingsColumn: "Sesiones",
  strongColumn: "Asuntos fuertes",
  groupKept: "mantenida",
  groupLearning: "aún no: en aprendizaje",
  groupSuspended: (since) => `suspendida desde el ${since}`,
  withoutUnit: "sin unidad",
  methodStories:
    "Las historias juzgan la conducta a lo largo del tiempo frente a lo que predice el trabajo honrado del mismo registro: cuántas veces se vuelve a un sujeto, cómo se explica, dónde y cuándo se trabaja. La evidencia es el logaritmo de cuánto mejor predice las consultas la historia que el trabajo honrado, en nats. Solo se alerta donde el trabajo honrado llega a tanto tan rara vez que todas las historias juntas caben en el presupuesto.",
});
