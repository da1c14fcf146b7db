import type { englishTransparency } from "./messages-transparency.en.ts";
import type { Speech } from "./speech.ts";

export const spanishTransparency = (say: Speech): ReturnType<typeof englishTransparency> => ({
  kind: "Informe de transparencia",
  title: (v) =>
    v.publisher === undefined
      ? `Consultas de ${v.period}, en público`
      : `${v.publisher}: consultas de ${v.period}, en público`,
  headline: (v) => `Se contaron ${v.value} consultas, ruido incluido; sin él, entre ${v.low} y ${v.high}.`,
  promise:
    "A cada cifra se le sumó ruido, una sola vez, antes de que nadie la viera. Limita lo que esta página puede decir de una persona o de un operador: véase «Qué significa ε».",
  periodLabel: "Periodo",
  period: (v) => `Del ${v.first} al ${v.last}, UTC`,
  drawnLabel: "Sorteado",
  spentLabel: "Privacidad gastada",
  spent: (v) => (v.delta === undefined ? `ε = ${v.epsilon}` : `ε = ${v.epsilon}; δ = ${v.delta}`),
  revisionLabel: "Sorteado de nuevo",
  revision: (v) => `Sorteo número ${say.number(v.number + 1)}: ${v.reason}`,

  readingTitle: "Cómo leer las cifras",
  reading: (v) => [
    "Una cifra es un recuento con ruido. «De – a» es donde está el recuento sin ruido, diecinueve veces de cada veinte, según la ley exacta del ruido.",
    `Hay ${say.number(v.cells)} cifras, así que unas ${say.number(v.missed)} quedan fuera de su «de – a». Nadie puede saber cuáles.`,
    "Una cifra bajo cero significa pocas o ninguna. Se deja como salió: cortarla en cero haría demasiado altas todas las sumas.",
    "Están todas las líneas posibles, haya ocurrido algo o no. Que una línea aparezca no dice nada.",
    "Las cifras no cuadran entre sí, porque cada una tiene su propio ruido.",
  ],
  tables: {
    total: "Todas las consultas",
    system: "Por sistema de registros",
    action: "Por acción",
    purpose: "Por el motivo dado",
    "system-action": "Por sistema de registros y acción",
    finding: "Hallazgos por clase",
    outcome: "Hallazgos por desenlace",
  },
  capped: (v) =>
    `Cada línea cuenta como mucho ${say.number(v.perSubject)} de una persona y ${say.number(v.perOperator)} de un operador.`,
  all: "todas",
  purposes: {
    case: "un caso",
    reason: "un motivo sin caso",
    authority: "solo una autorización",
    withheld: "dado, y oculto en el registro",
    none: "ninguno",
  },
  findingClasses: {
    rule: "se incumplió una regla",
    story: "conducta que el trabajo honrado no explica",
    tripwire: "se consultó a una persona protegida",
    decoy: "se consultó a un sujeto señuelo",
    ledger: "el libro y el registro no coinciden",
    source: "un registro tiene huecos o calla",
  },
  outcomes: {
    explained: "explicado por trabajo honrado",
    misuse: "uso indebido",
    unresolved: "cerrado sin respuesta",
    open: "sin desenlace anotado",
  },
  noFindings: "Los hallazgos no forman parte de este informe.",
  noOutcomes: "No consta cómo acabaron los hallazgos.",
  line: "Línea",
  figure: "Cifra",
  fromTo: "De – a",
  picture: "En una escala",

  leftOutTitle: "Lo que los recuentos omiten",
  leftOut: [
    "A quien aparece en el registro más veces de las que una línea puede contar se le cuenta menos. Qué consultas cuentan lo elige una clave secreta, no quién llegó primero. Por eso los recuentos son menores que el registro donde alguien es muy activo.",
    "El total puede contar diez veces más de cada persona y operador. Donde las líneas de una tabla sumen mucho menos que el total, esa es la razón.",
    "Una consulta sobre tres personas cuenta tres veces. La que no nombra a nadie, como un inicio de sesión, cuenta una.",
    "Donde un registro oculta a quién se consultó, o quién consultó, todas esas cuentan como una sola persona o un solo operador: podrían serlo.",
    "Las filas que no se pudieron leer, y lo que ningún registro anotó, no están en los recuentos. «De – a» no sabe nada de ellas.",
  ],
  meaningTitle: "Qué significa ε",
  meaning: (v) => [
    `Supongamos que alguien ya sospecha algo de una persona: «la consultaron». Con esta página su apuesta puede cambiar a lo sumo por un factor de ${v.oddsSubject} (e elevado a ε = ${v.subject}), sepa lo que sepa y calcule como calcule. Para un operador el factor es ${v.oddsOperator} (ε = ${v.operator}).`,
    "Un factor de 1 sería ningún cambio. Cuanto menor es ε, más ruido y menos se puede saber.",
    `Una persona es aquí un identificador de los registros: una matrícula, un teléfono. Quien tiene tres está tres veces menos protegido: por un factor de ${v.three}. Los informes de un mismo año se suman, y los años también.`,
  ],
  delta: (delta) =>
    `Con ruido gaussiano esto vale para un identificador salvo con una probabilidad de ${delta}, que es δ.`,
  limitsTitle: "Lo que esto no protege",
  limits: [
    "De quienes tienen los propios registros, ni de aquellos a quienes se lo cuenten.",
    "Lo que es cierto de muchos: si la mayoría de las consultas no da ningún caso, esta página lo muestra, y debe hacerlo.",
  ],
  findingLimit:
    "Los hallazgos se cuentan como se hicieron. Un detector compara a unas personas con otras, así que las consultas de una pueden cambiar que las de otra acaben en hallazgo; eso no está en ε. ε cubre los hallazgos que nombran a una persona o a un operador.",
  checkTitle: "Cómo comprobar esta página",
  check: (v) =>
    `Las cifras son las de ${v.json}. El SHA-256 de ese archivo está en la hoja ${v.leaf} del libro ${v.origin}, que se escribió antes que esta página, junto con ε. Quien tiene el libro ve cuántas veces se sorteó el ruido y cuánto ha costado un año. Que el ruido se sorteó como se describe hay que creerlo, o auditarlo: su código es público.`,
  law: (v) =>
    v.gaussian
      ? "Ruido: gaussiano discreto, sorteado con exactitud (Canonne, Kamath, Steinke 2020)."
      : "Ruido: Laplace discreto, sorteado con exactitud (Canonne, Kamath, Steinke 2020).",
  skip: "Ir a las cifras",
});
