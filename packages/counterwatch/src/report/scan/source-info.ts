import type { Severity } from "../../model/index.ts";
import type { DetectorInfo } from "./report-input.ts";
import type { Locale } from "../words/speech.ts";

/** What the report says about each check of the sources, by the detector's name; only of those that ran. */
export function sourceInfo(
  locale: Locale,
  ran: { readonly heartbeat: boolean; readonly ledger: boolean },
): ReadonlyMap<string, DetectorInfo> {
  const texts = TEXTS[locale];
  const names: readonly (keyof typeof LEVELS)[] = [
    "source/gap",
    "source/clock",
    ...(ran.heartbeat ? (["source/silence"] as const) : []),
    ...(ran.ledger ? (["ledger/deletion"] as const) : []),
  ];
  return new Map(names.map((name) => [name, { ...texts[name], level: LEVELS[name], locale }]));
}

const LEVELS = {
  "source/gap": "high",
  "source/clock": "medium",
  "source/silence": "medium",
  "ledger/deletion": "high",
} as const satisfies Record<string, Severity>;

type Text = Pick<DetectorInfo, "title" | "description" | "falsePositives" | "next">;

const TEXTS: Readonly<Record<Locale, Readonly<Record<keyof typeof LEVELS, Text>>>> = {
  en: {
    "source/gap": {
      title: "Numbers missing from a log",
      description:
        "A record system numbers its rows one after the other, and some numbers are not there. Asked only of logs whose own numbers run without gaps otherwise.",
      falsePositives: [
        "A file of that time was not handed over, or only a part was exported.",
        "The system gave out numbers for rows that it then did not write, for example at a restart.",
      ],
      next: "Ask the record system’s operator for the rows with these numbers, and compare with a backup from before.",
    },
    "source/clock": {
      title: "A log whose time runs backwards",
      description:
        "Within one file, rows go on with earlier times than rows before them had, by more than the lateness, and for a while.",
      falsePositives: [
        "A clock that was corrected, or a change to winter time that the log does not mark.",
        "Exports that were joined into one file out of order.",
      ],
      next: "Ask who could set the system’s clock at that time, and whether it was corrected on purpose. Until then do not trust the order of its rows.",
    },
    "source/silence": {
      title: "A log that fell silent",
      description: "A source said nothing for longer than its declared heartbeat.",
      falsePositives: ["Maintenance, a holiday, or a heartbeat that was declared too short."],
      next: "Ask whether the record system was in use at that time. If it was, look-ups were made that this log does not have.",
    },
    "ledger/deletion": {
      title: "Look-ups that the log no longer has",
      description:
        "The ledger took look-ups in from this log, and the log that was read now lacks a few of them among many that it still has.",
      falsePositives: [
        "Expiry or erasure by order, or an extract by other criteria than before.",
        "A newer version of Counterwatch that reads some rows otherwise.",
      ],
      next: "The ledger still has them: print each with ledger prove, and ask who deleted the rows.",
    },
  },
  es: {
    "source/gap": {
      title: "Faltan números en un registro",
      description:
        "El sistema numera sus filas una tras otra, y faltan algunos números. Solo se comprueba en registros cuya numeración corre por lo demás sin huecos.",
      falsePositives: [
        "No se entregó un fichero de ese período, o se exportó solo una parte.",
        "El sistema asignó números a filas que luego no escribió, por ejemplo al reiniciarse.",
      ],
      next: "Pida al responsable del sistema las filas con esos números y compárelas con una copia de seguridad anterior.",
    },
    "source/clock": {
      title: "Un registro cuyo tiempo retrocede",
      description:
        "Dentro de un fichero, las filas siguen con horas anteriores a las de filas previas, en más del retraso admitido y durante un tiempo.",
      falsePositives: [
        "Un reloj que se corrigió, o un cambio al horario de invierno que el registro no indica.",
        "Exportaciones unidas en un solo fichero sin orden.",
      ],
      next: "Pregunte quién podía cambiar el reloj del sistema entonces y si se corrigió a propósito. Hasta saberlo, no confíe en el orden de sus filas.",
    },
    "source/silence": {
      title: "Un registro que calló",
      description: "Una fuente no dijo nada durante más tiempo que su latido declarado.",
      falsePositives: ["Mantenimiento, un festivo o un latido declarado demasiado corto."],
      next: "Pregunte si el sistema estaba en uso entonces. Si lo estaba, hubo consultas que este registro no tiene.",
    },
    "ledger/deletion": {
      title: "Consultas que el registro ya no tiene",
      description:
        "El libro recogió consultas de este registro, y al registro leído ahora le faltan algunas entre muchas que aún tiene.",
      falsePositives: [
        "Caducidad o borrado por orden, o un extracto con otros criterios que antes.",
        "Una versión más nueva de Counterwatch que lee algunas filas de otro modo.",
      ],
      next: "El libro aún las tiene: imprima cada una con ledger prove y pregunte quién borró las filas.",
    },
  },
};
