import type { PeopleWords } from "./people-english.ts";
import { counter } from "./speech.ts";

const count = counter("es");

export const peopleSpanish: PeopleWords = {
  signInPasskey: "Entrar con una llave de acceso",
  signInIssuer: "Entrar a través de su organización",
  signInTroubles: {
    refused: "La respuesta de su organización no encaja. Empiece de nuevo.",
    expired: "Esa entrada se empezó en otro sitio o hace demasiado tiempo. Empiece de nuevo.",
    unknown:
      "Su organización le conoce, pero aquí no hay ninguna cuenta suya. Un administrador puede crearla.",
    disabled: "Su cuenta está cerrada. Un administrador puede abrirla.",
    unreachable:
      "La entrada de su organización no responde. Use una contraseña o una llave de acceso, o pruebe más tarde.",
  },
  passkeyNone: "No se usó ninguna llave de acceso.",

  account: "Su cuenta",
  accountNote: (name, roles) => `${name} (${roles})`,
  noRoles: "sin papel",

  passkeys: "Llaves de acceso",
  passkeysNote:
    "Con una llave de acceso se entra por huella, cara o PIN, en este dispositivo o con una llave de seguridad. Tenga dos, para que perder una no le deje fuera.",
  passkeysAbsent: "Este servidor no ofrece llaves de acceso: se inició sin su dirección (--origin).",
  passkeysEmpty: "Todavía no tiene ninguna llave de acceso.",
  passkeyColumns: { name: "Nombre", made: "Creada", used: "Último uso" },
  passkeyUnused: "nunca",
  passkeyAdd: "Añadir una llave de acceso…",
  passkeyName: "Cómo llamarla",
  passkeyNameHint: "Por ejemplo: llave de seguridad azul, portátil de la oficina.",
  passkeyMake: "Continuar",
  passkeyAdded: "Se añadió la llave de acceso.",
  passkeyRemove: (name) => `Quitar ${name}`,
  passkeyRemoved: "Se quitó la llave de acceso.",

  prove: "¿Sigue siendo usted?",
  proveNote: "Antes de cambiar llaves de acceso, dé otra vez su contraseña o una llave.",
  proveDo: "Continuar",
  provePasskey: "Usar una llave de acceso",

  password: "Contraseña",
  passwordOld: "Contraseña anterior",
  passwordNew: "Contraseña nueva",
  passwordHint: "Al menos 12 caracteres. Sus otras sesiones terminan.",
  passwordChange: "Cambiar contraseña",
  passwordChanged: "Se cambió la contraseña y terminaron sus otras sesiones.",

  sessions: "Dónde ha entrado",
  sessionColumns: { means: "Con", began: "Desde", seen: "Último uso" },
  means: { password: "contraseña", passkey: "llave de acceso", oidc: "su organización" },
  sessionHere: "esta",
  sessionEnd: "Terminar",
  sessionEndLabel: (began) => `Terminar la sesión que empezó ${began}`,
  signOutEverywhere: "Salir en todas partes",

  look: "Idioma y aspecto",
  appearance: "Colores",
  appearances: { system: "como los del dispositivo", light: "claros", dark: "oscuros" },

  configured: "Cómo está ajustado este servidor",
  configuredNote: "Se ajusta en counterwatch.yaml y al iniciarlo; se cambia allí, no aquí.",
  configuredBudget: "Falsas alertas permitidas",
  configuredVersion: "Versión",
  configuredInputs: "Además de HTTP escucha",
  configuredNotices: "Avisa a",
  configuredNone: "nada",
  configuredRetention: "Guarda las consultas",
  configuredForEver: "hasta que alguien las quite por el camino documentado",
  configuredSpan: (source, span) => `de ${source} durante ${span}`,
  configuredPasskeys: (passkeys, issuer) =>
    passkeys
      ? issuer
        ? "contraseñas, llaves de acceso, la entrada de una organización"
        : "contraseñas, llaves de acceso"
      : issuer
        ? "contraseñas, la entrada de una organización"
        : "contraseñas",
  configuredSignIn: "Se entra con",

  noColleague: "No hay ningún analista ni revisor a quien asignarlo.",
  chooseColleague: "Elija a alguien",

  unmaskGranted: "Puede probar candidatos",
  unmaskNote:
    "A nadie se le puede mostrar quién hay detrás de un seudónimo: ninguna tabla lleva de vuelta. Nombre un candidato y sabrá si está en este incidente. Cada prueba se anota con su resultado y sin el candidato.",
  unmaskLeft: (n, until) => count(n, `Queda # prueba, hasta ${until}.`, `Quedan # pruebas, hasta ${until}.`),
  unmaskWhat: { operator: "Código del operador", subjects: "Identificador de la persona" },
  unmaskType: "Qué es",
  unmaskTry: "Probar",
  unmaskYes: "Sí: este candidato está en el incidente.",
  unmaskNo: "No: este candidato no está en el incidente.",
  unmaskTried: (what, matched) =>
    matched
      ? `probó un candidato para ${what}: está en este incidente`
      : `probó un candidato para ${what}: no está en este incidente`,

  reviewers: "Revisores",
  reviewersNote:
    "Cómo se decidió sobre propuestas de otros. En un minuto nadie lee las filas; quien nunca discrepa quizá no mira. Pocas decisiones dicen poco.",
  reviewersOwn: "Estas son sus propias cifras; el auditor lee las de todos.",
  noReviewers: "Nadie ha decidido todavía sobre una propuesta.",
  reviewerColumns: {
    reviewer: "Revisor",
    closed: "De acuerdo",
    sentBack: "Devueltos",
    median: "Tiempo habitual",
    quick: "En un minuto",
    agree: "Proporción de acuerdo",
  },
  countsWithheld: "A quien administra una fuente no se le muestran recuentos.",
};
