import { rejection } from "../../../counterwatch/src/report/words/rejection.es.ts";
import type { SourcesWords } from "./sources-english.ts";
import { counter } from "./speech.ts";

const count = counter("es");

export const sourcesSpanish: SourcesWords = {
  standing: { heard: "se oye", behind: "con retraso", silent: "calla", never: "nunca oída" },
  standingWhat: {
    heard: "Las filas llegan como deben.",
    behind: "Llegan filas, y hablan de consultas de hace más de una hora.",
    silent: "No llega nada desde hace más que su latido.",
    never: "No ha llegado nada desde que arrancó el servidor.",
  },
  columns: {
    source: "Fuente",
    standing: "Estado",
    system: "Sistema de registros",
    heard: "Última consulta",
    lateness: "Retraso, la mitad / 99 %",
    days: "Consultas, 14 días",
    unread: "Sin leer",
    findings: "Hallazgos",
  },
  since: (at, zone) => `El retraso y las llegadas se cuentan desde que arrancó el servidor, ${at} ${zone}.`,
  none: "No hay ninguna fuente conectada: no se vigila nada.",
  noneTodo: "Un administrador la crea en la máquina:",
  heartbeat: "Latido",
  heartbeatOf: (span) => `un silencio de más de ${span} es un hallazgo`,
  noHeartbeat: "no declarado: no se vigila el silencio. Declárelo en la configuración, en sources.",
  lateness: "Retraso",
  latenessOf: (half, most, rows) =>
    `la mitad de ${rows} consultas antes de ${half} desde que ocurrieron, el 99 % antes de ${most}`,
  atOnce: "un segundo",
  latenessNone: "no ha llegado nada nuevo desde que arrancó el servidor",
  ahead: (n) =>
    count(
      n,
      "# consulta era del futuro: su reloj, o el de este servidor, está mal",
      "# consultas eran del futuro: su reloj, o el de este servidor, está mal",
    ),
  arrivals: "Llegadas desde entonces",
  rows: (n) => count(n, "# fila", "# filas"),
  duplicates: (n) => count(n, "# repetida en su envío", "# repetidas en su envío"),
  present: (n) => count(n, "# enviada otra vez y ya conocida", "# enviadas otra vez y ya conocidas"),
  rejected: (n) => count(n, "# sin leer", "# sin leer"),
  lastArrival: "Últimas filas llegadas",
  latest: "Última consulta",
  state: "Estado",
  findings: "Hallazgos sobre ella",
  findingsOpen: (n) =>
    count(
      n,
      "# abierto: silencio, huecos, reloj o borrados",
      "# abiertos: silencio, huecos, reloj o borrados",
    ),
  findingsNone: "ninguno abierto",
  days: "Consultas por día",
  daysNone: "No hay guardada ninguna consulta suya de los últimos catorce días.",
  back: "← Fuentes",
  unknown: "Esta fuente no existe.",

  letters: "Filas que no se pudieron leer",
  lettersNote:
    "Cada valor está reducido a su forma: a por una letra, 9 por una cifra. Aquí no se guarda nada en claro.",
  lettersNone: "Se pudieron leer todas las filas.",
  lettersNot: "Su papel no las lee.",
  readSince: (at) => `leída después, ${at}`,
  lettersShown: (shown, all) =>
    count(all, `# fila; se muestran las últimas ${shown}.`, `# filas; se muestran las últimas ${shown}.`),
  ofReason: (n) => count(n, "# fila", "# filas"),
  letterColumns: {
    file: "Archivo",
    line: "Línea",
    column: "Columna",
    message: "Qué falla",
    row: "La fila, en su forma",
  },
  showRow: "Mostrar la fila",
  mend: "Cómo arreglarlo",
  mendMapping:
    "Si las columnas significan otra cosa, escriba una correspondencia y pruébela con el registro:",
  mendSend:
    "Después envíe otra vez las mismas filas. Lo que el registro de pruebas ya tiene se reconoce y no se toma dos veces; las filas que ahora se puedan leer se toman.",
  reasons: rejection,

  inputs: "Entradas además de HTTP",
  inputKinds: {
    tail: "Se sigue:",
    "syslog-tcp": "Syslog por TCP en",
    "syslog-tls": "Syslog por TLS en",
    "syslog-udp": "Syslog por UDP en",
  },
  inputTaken: (n) => count(n, "# consulta tomada", "# consultas tomadas"),
  inputDropped: (n) => count(n, "# mensaje perdido", "# mensajes perdidos"),
  inputSince: (at) => `Desde ${at}:`,
  replay: "Leerlas otra vez",
  replayNote:
    "Las filas de archivos que el servidor sigue están todavía allí. Cuando se arregla una correspondencia se pueden leer otra vez; las demás las tiene que enviar quien las envió.",
  replayed: (n) => count(n, "Ahora se pudo leer # fila.", "Ahora se pudieron leer # filas."),
  replayRejected: (n) => count(n, "Sigue sin poder leerse # fila.", "Siguen sin poder leerse # filas."),
  replayGone: (n) =>
    count(
      n,
      "# fila ya no está: su archivo no existe o llegó por otro camino.",
      "# filas ya no están: sus archivos no existen o llegaron por otro camino.",
    ),
  replayLeft: (n) => count(n, "Queda # fila para la próxima vez.", "Quedan # filas para la próxima vez."),
};
