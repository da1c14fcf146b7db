import { counter } from "./speech.ts";
import type { TourWords } from "./tour-english.ts";

const count = counter("es");

export const tourSpanish: TourWords = {
  demo: "Demostración",
  demoLabel: "Esto es una demostración",
  invented: "La ciudad, las personas y las consultas son inventadas.",
  pace: (hours) => count(hours, "la ciudad vive # hora por segundo", "la ciudad vive # horas por segundo"),
  paceNow: "la ciudad ha llegado al presente",
  workAs: "Usted es",
  past: (percent) => `Se leen semanas del pasado de la ciudad: ${percent}`,
  reading: "El pasado de la ciudad",
  enter: (name, role) => `Entrar como ${name}, ${role}`,
  enterNote:
    "Un clic, solo en una demostración. En cuanto haya alguien aquí, la ciudad sigue, una hora por segundo.",
  failed: "El servidor de la demostración no responde.",

  title: "Recorrido",
  step: (at, of) => `Paso ${at} de ${of}`,
  next: "Siguiente",
  back: "Atrás",
  end: "Terminar el recorrido",
  done: "Listo",
  to: { queue: "A la cola", finding: "Al hallazgo", assessment: "A lo que expuso" },
  goOnAs: (name) => `Seguir como ${name}`,

  calmTitle: "Una mesa tranquila",
  calm: "Un simulador hizo esta ciudad y semanas de consultas, y su gente cerró lo que se halló en ellas: era trabajo honrado, cosa que solo el simulador puede saber. Los detectores son los de cualquier servidor y nada se les dijo. Pronto una cuenta empezará a seguir a una persona.",
  waitTitle: "Algo empieza",
  wait: "Una cuenta empezará a seguir a una persona. Nadie dijo a los detectores quién ni cuándo. Mire el reloj: el hallazgo llega aquí por sí mismo.",
  arrived: "Ha llegado. Cargue lo nuevo y abra el hallazgo señalado.",
  whyTitle: "Por qué está aquí",
  why: "La frase dice qué se vio y qué produce por sí solo el trabajo de aquí. Un caso, un motivo o un compañero en el mismo asunto lo habrían explicado. Es un indicio, no un veredicto.",
  twoTitle: "Deciden dos personas",
  take: "Tómelo: así los demás ven que usted se ocupa.",
  propose: "Proponga cerrarlo, por ejemplo como abuso, y diga por qué. No puede cerrarlo a solas.",
  switch: (name) => `Espera a otra persona. ${name} es revisora.`,
  agree: (name) => `Usted lee lo que leyó ${name}. Ciérrelo como se propuso, o diga qué ve de otro modo.`,
  second:
    "Usted mismo lo propuso, y aquí no hay otra persona que revise. Reábralo, y que ana proponga cerrarlo.",
  closed: "Cerrado por dos. Ambos nombres y motivos quedan en su historia, y nadie puede cambiarlos.",
  cannot: "Los hallazgos los lee y juzga una analista o una revisora.",
  warnTitle: "A quien quedó expuesto se le advierte",
  warn: (name) =>
    `Lo que vio esa cuenta puede haber delatado a alguien. ${name} custodia el registro protegido, no lee hallazgos y responde de las advertencias.`,
  assess:
    "Las consultas del incidente salen en un archivo hacia donde está el registro sellado. Allí counterwatch assess calcula a quién expusieron, y la respuesta vuelve aquí. Esta demostración no tiene registro: el paso muestra el camino y queda abierto.",
  assessed:
    "Esto es lo que expusieron las consultas. Redacte las advertencias: una segunda persona debe aceptarlas antes de que salgan, y en el tablero cada una tiene su reloj hasta que alguien fue avisado.",
  ledgerTitle: "Nada quedó fuera",
  ledger:
    "Cada consulta es una hoja del registro de pruebas, también las suyas del último minuto. «Verificar ahora» lo descarga y calcula cada hash en este navegador.",
  verified:
    "Verificado aquí, sin confiar en el servidor. Ese fue el recorrido: la mesa es suya, la ciudad sigue.",
};
