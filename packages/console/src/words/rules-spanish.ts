import type { RulesWords } from "./rules-english.ts";
import { counter } from "./speech.ts";

const count = counter("es");

export const rulesSpanish: RulesWords = {
  note: "Las reglas están en archivos que se revisan; aquí no se cambia ninguna. Pruebe un cambio y lleve su texto al archivo. Sus títulos y descripciones están en inglés, como allí.",
  summary: (n) =>
    count(n, "A # regla se le muestra cada consulta.", "A # reglas se les muestra cada consulta."),
  summaryWithout: (n) =>
    count(
      n,
      "No se pregunta a # regla, porque falta una lista.",
      "No se pregunta a # reglas, porque falta una lista.",
    ),
  none: "Este servidor no pregunta a ninguna regla.",
  search: "Buscar en las reglas",
  noneFound: "Ninguna regla dice eso.",
  tryNew: "Probar una regla nueva",
  columns: { rule: "Regla", severity: "Gravedad", open: "Abiertos", tests: "Pruebas propias" },
  testsCount: (match, pass) => `${match} la activan, ${pass} no`,
  testsNone: "ninguna",
  lists: {
    "a case list": "una lista de casos",
    "a roster": "una lista de turnos",
    "a staff list": "una lista de personal",
    "a staff list with identifiers": "una lista de personal con identificadores",
    "business hours in the policy": "el horario de oficina en la política",
  },
  needs: (what) => `no se pregunta: necesita ${what}`,
  back: "← Reglas",
  openFindings: (n) => count(n, "# hallazgo abierto", "# hallazgos abiertos"),
  falsePositives: "Trabajo honrado que la activa",
  next: "Qué hacer primero",
  gathers: "Un hallazgo reúne",
  groups: {
    operator: "lo que hizo un operador",
    "operator+subject": "lo que hizo un operador con un sujeto",
    "operator+case": "lo que hizo un operador en un caso",
    "operator+day": "lo que hizo un operador en un día",
  },
  atLeast: (n) => count(n, "desde # consulta", "desde # consultas"),
  habit: "Si la activa la mitad de los operadores, se cuenta una sola vez, como costumbre de la oficina.",
  automated: {
    no: "No se le muestran consultas automáticas.",
    also: "También se le muestran consultas automáticas.",
    only: "Solo se le muestran consultas automáticas.",
  },
  file: "Archivo",
  text: "Texto",
  copy: "Copiar el texto",
  copied: "Copiado.",
  tryChange: "Probar un cambio",

  tests: "Sus propias pruebas",
  runTests: "Ejecutar sus pruebas",
  testsHold: (n) => count(n, "# prueba se cumple.", "Las # pruebas se cumplen."),
  testsFail: "No se cumplen todas las pruebas.",
  testsAbsent: "No lleva ninguna prueba.",
  failedMatch: (step) => `El evento ${step} debería activarla y no lo hace.`,
  failedPass: (step) => `El evento ${step} no debería activarla y lo hace.`,

  tryTitle: "Probar una regla",
  tryNote:
    "No se guarda nada: lo que escriba se pierde al salir de esta página. Copie el texto a un archivo que se revise.",
  label: "La regla, en YAML",
  check: "Comprobar",
  clean: "Se puede leer y nada es dudoso.",
  readable: "Se puede leer.",
  errors: (n) => count(n, "# error en la regla", "# errores en la regla"),
  warnings: (n) => count(n, "# duda", "# dudas"),
  at: (line, column) => `Línea ${line}, columna ${column}`,
  atLine: (line) => `Línea ${line}`,
  changedSince: "El texto ha cambiado desde entonces.",

  backtest: "Prueba retrospectiva",
  backtestNote:
    "Muestra a la regla las consultas guardadas, como si hubiera estado allí. La prueba queda anotada como consulta con su nombre. Las filas se muestran sin sujetos ni lugares.",
  over: "Los últimos",
  days: (n) => count(n, "# día", "# días"),
  run: "Ejecutar la prueba retrospectiva",
  running: "Se muestran consultas a la regla",
  notYours: "Las pruebas retrospectivas las ejecutan analistas y revisores.",
  result: (findings, seen, days) =>
    `${count(findings, "# hallazgo", "# hallazgos")} en ${seen} consultas de ${count(days, "# día", "# días")}.`,
  resultNone: (seen, days) =>
    count(days, `Nada en ${seen} consultas de # día.`, `Nada en ${seen} consultas de # días.`),
  resultEmpty: "No hay guardada ninguna consulta de esos días.",
  matched: (n) => count(n, "# consulta encaja en la regla", "# consultas encajan en la regla"),
  operators: (n) => count(n, "de # operador", "de # operadores"),
  cost: (week, share, budget) =>
    `Son ${week} hallazgos por semana: ${share} veces las ${budget} falsas alertas por semana que el presupuesto permite a las historias. Las reglas no cuentan para el presupuesto, pero las leen las mismas personas.`,
  costAlone: (week) => `Son ${week} hallazgos por semana. No hay presupuesto con que compararlo.`,
  period: (from, to, seconds) => `Consultas de ${from} a ${to}, en ${seconds} s.`,
  cut: {
    rows: "Solo se mostraron las últimas 300.000 consultas: el periodo es más corto que el pedido.",
    time: "Se detuvo a los veinte segundos: no se llegó a las últimas consultas.",
  },
  pastless:
    "Los hechos que necesitan un pasado, como lo que es habitual en un operador, empiezan con la primera de estas consultas.",
  withheld: (n) =>
    count(
      n,
      "Se dejó fuera # consulta suya o de un sistema que usted administra.",
      "Se dejaron fuera # consultas suyas o de un sistema que usted administra.",
    ),
  byDay: "Por día",
  byOperator: "Por operador",
  dayColumns: { day: "Día", findings: "Hallazgos comenzados", matched: "Consultas que encajan" },
  operatorColumns: { operator: "Operador", findings: "Hallazgos", matched: "Consultas que encajan" },
  mostOperators: (n) => `Los primeros 50 de ${n}.`,
  sentences: "Como lo diría la cola",
  rows: "Algunas de las consultas",
  rowColumns: { when: "Cuándo", operator: "Operador", action: "Acción", purpose: "Motivo", source: "Fuente" },
};
