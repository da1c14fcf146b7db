import type { System } from "../model/index.ts";

/** Beginnings of words, English and Spanish, in names of tables, files and columns. */
const WORDS: Readonly<Record<System, readonly string[]>> = {
  plates: ["plate", "alpr", "anpr", "lpr", "vehicle", "placa", "matricula", "patente", "vehiculo"],
  cameras: ["camera", "cctv", "video", "vms", "camara"],
  faces: ["face", "facial", "rostro", "biometr"],
  location: [
    "locat",
    "geoloc",
    "celltower",
    "cellsite",
    "tower",
    "ping",
    "gps",
    "ubicaci",
    "celda",
    "antena",
    "posicion",
  ],
  calls: ["call", "cdr", "phone", "msisdn", "sms", "subscriber", "telecom", "llamada", "telefon", "abonado"],
  travel: [
    "passenger",
    "flight",
    "pnr",
    "travel",
    "border",
    "hotel",
    "pasajero",
    "vuelo",
    "viaje",
    "frontera",
    "migra",
  ],
  finance: ["transaction", "payment", "bank", "tax", "transacci", "pago", "cuenta", "banco", "fiscal"],
  identity: [
    "person",
    "identit",
    "citizen",
    "resident",
    "patient",
    "passport",
    "ciudadano",
    "padron",
    "curp",
    "paciente",
  ],
  online: ["web", "browse", "email", "internet", "login", "dns", "correo"],
};

/** The record system that a name speaks of, undefined where none does. Earlier systems win: "vehicle location" is plates. */
export function guessSystem(...names: readonly (string | undefined)[]): System | undefined {
  const words = names
    .join(" ")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const [system, beginnings] of Object.entries(WORDS)) {
    if (words.some((word) => beginnings.some((beginning) => word.startsWith(beginning))))
      return system as System;
  }
  return undefined;
}
