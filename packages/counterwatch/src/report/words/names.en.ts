/** Record systems, actions and kinds of subjects, as the report and the console call them. */
import type { Action, SubjectType, System } from "../../model/index.ts";

export const systemNames: Readonly<Record<System, string>> = {
  calls: "calls",
  location: "location",
  cameras: "cameras",
  plates: "plates",
  faces: "faces",
  travel: "travel",
  finance: "finance",
  identity: "identity",
  online: "online",
};

export const actionNames: Readonly<Record<Action, string>> = {
  search: "search",
  view: "view",
  playback: "playback",
  locate: "locate",
  export: "export",
  list: "list",
  share: "share",
  configure: "configure",
  delete: "delete",
  "sign-in": "sign-in",
  review: "review",
};

export const subjectNames: Readonly<Record<SubjectType, string>> = {
  phone: "phone",
  plate: "plate",
  person: "person",
  device: "device",
  face: "face",
  imsi: "IMSI",
  imei: "IMEI",
  email: "e-mail",
  ip: "IP address",
  account: "account",
};
