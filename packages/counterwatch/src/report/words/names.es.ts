/** Record systems, actions and kinds of subjects, as the report and the console call them. */
import type { Action, SubjectType, System } from "../../model/index.ts";

export const systemNames: Readonly<Record<System, string>> = {
  calls: "llamadas",
  location: "localización",
  cameras: "cámaras",
  plates: "matrículas",
  faces: "rostros",
  travel: "viajes",
  finance: "finanzas",
  identity: "identidad",
  online: "internet",
};

export const actionNames: Readonly<Record<Action, string>> = {
  search: "búsqueda",
  view: "visión",
  playback: "reproducción",
  locate: "localización",
  export: "exportación",
  list: "listado",
  share: "cesión",
  configure: "configuración",
  delete: "borrado",
  "sign-in": "inicio de sesión",
  review: "revisión",
};

export const subjectNames: Readonly<Record<SubjectType, string>> = {
  phone: "teléfono",
  plate: "matrícula",
  person: "persona",
  device: "dispositivo",
  face: "rostro",
  imsi: "IMSI",
  imei: "IMEI",
  email: "correo electrónico",
  ip: "dirección IP",
  account: "cuenta",
};
