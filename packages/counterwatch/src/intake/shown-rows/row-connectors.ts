import { recordForm, type Columns } from "./record-forms.ts";
import { ownRows } from "./own-rows.ts";
import type { RowConnector } from "./row-connector.ts";

/** Columns that every form may have. */
const COMMON: Columns = {
  id: "id|row id|record id|event id|cdr id|read id|sequence|folio",
  lookup: "lookup|look-up|lookup id|query id|search id|request id|consulta|id consulta",
  shown: "shown|shown at|viewed at|retrieved at|returned at|mostrado",
  system: "system|record system|sistema",
};
/** One column that says both, or date and clock apart. */
const TIME = {
  time: "time|timestamp|date time|datetime|start time|start date time|call start|start|local time|utc time|event time|date and time|fecha hora|fecha y hora|fecha inicio|hora inicio|fecha",
  date: "date|call date|start date|event date|fecha|dia",
  clock: "call time|start time|event time|time|hora|hora inicio",
};
const PLACE = {
  lat: "lat|latitude|y|gps latitude|latitud",
  lon: "lon|lng|long|longitude|x|gps longitude|longitud",
};
const CELL = {
  "site.id":
    "cell id|cell|cgi|ecgi|cell site|first cell|first cell id|start cell|cell start|tower|tower id|site|site id|bts|antenna|celda|antena|radiobase|id celda",
  "site.lat": "cell latitude|tower latitude|site latitude|cell lat|site lat|latitud celda|latitud antena",
  "site.lon":
    "cell longitude|tower longitude|site longitude|cell lon|site lon|longitud celda|longitud antena",
};
const CALL = {
  ...COMMON,
  ...CELL,
  ...PLACE,
  seconds:
    "duration|seconds|call duration|duration seconds|duration (s)|duration (sec)|elapsed|duracion|duracion segundos|segundos",
  device:
    "imei|calling imei|a imei|imei a|device imei|handset imei|subscriber imei|originating imei|served imei",
};
const CALLER = {
  ...CALL,
  from: "from|caller|calling|calling number|calling party|calling party number|a number|number a|a party|a msisdn|msisdn a|originating|originating number|orig number|caller id|source number|numero a|numero origen|origen|numero que llama|llamante",
  to: "to|callee|called|called number|called party|called party number|b number|number b|b party|b msisdn|msisdn b|terminating|terminating number|term number|dialed|dialed number|dialled number|destination|destination number|numero b|numero destino|destino|numero marcado|llamado",
};
const SUBSCRIBER = {
  ...CALL,
  subject:
    "msisdn|subscriber|subscriber number|target|target number|phone|phone number|served msisdn|line|numero|telefono|linea|abonado",
  other:
    "other|other party|other number|other party number|counterpart|contact|contact number|correspondent|interlocutor|otro numero|numero contacto",
  direction: "direction|call direction|call type|type|service type|sentido|direccion|tipo|tipo llamada",
};
const FIX = {
  ...COMMON,
  ...CELL,
  ...PLACE,
  radius: "radius|accuracy|accuracy (m)|uncertainty|error radius|radio|precision",
};
const PHONE =
  "msisdn|phone|phone number|subscriber|subscriber number|target|target number|number|line|telefono|numero|linea|abonado";
const CAMERA = {
  ...COMMON,
  ...PLACE,
  "site.id":
    "camera|camera name|camera id|camera no|reader|reader name|reader id|device|device name|site|site id|site name|location|location name|lane|feed|camara|lector|arco|sitio|ubicacion",
};
const PLATE =
  "plate|plate number|license plate|licence plate|license number|registration|reg|vrm|vrn|lpn|placa|placas|matricula|patente";
const SPAN = {
  since: "from|since|first seen|first|start|start date|valid from|check in|desde|entrada|fecha inicio",
  until: "to|until|last seen|last|end|end date|valid to|check out|hasta|salida|fecha fin",
  time: "time|timestamp|date|date time|fecha|registered|registered at",
};
const DEVICE = "imei|device|device id|serial|serial number|handset|equipo|dispositivo";
const ADDRESS =
  "address|postal address|street address|home address|residence|full address|direccion|domicilio";
const BOOKING =
  "booking|booking reference|booking ref|pnr|record locator|reservation|reservation number|reserva|localizador";
const PERSON =
  "person|person id|passenger|passenger id|passport|passport number|document|document number|national id|name id|curp|persona|pasajero|pasaporte|documento";
const ACCOUNT = "account|account id|account number|user|user id|customer|customer id|iban|cuenta|cliente";

/** Whose device, address or booking it is; the type follows from the column's name. */
function holders(
  kind: "device" | "address" | "booking",
  system: "calls" | "identity" | "travel",
  thing: string,
) {
  const columns = { ...COMMON, ...SPAN, thing };
  return (
    [
      ["phone", PHONE],
      ["person", PERSON],
      ["account", ACCOUNT],
      ["plate", PLATE],
    ] as const
  ).map(([type, subject]) => ({ kind, system, types: { subject: type }, columns: { ...columns, subject } }));
}

/** Every form of shown rows that the house knows. Recognition does not depend on the order. */
export const ROW_CONNECTORS: readonly RowConnector[] = [
  ownRows,
  recordForm("call-records", "Call detail records", [
    { kind: "call", system: "calls", columns: { ...CALLER, ...TIME } },
    { kind: "call", system: "calls", columns: { ...SUBSCRIBER, ...TIME } },
  ]),
  recordForm("location-fixes", "Location fixes", [
    { kind: "fix", system: "location", columns: { ...FIX, ...TIME, subject: PHONE, device: DEVICE } },
    {
      kind: "fix",
      system: "location",
      types: { subject: "imsi" },
      columns: { ...FIX, ...TIME, subject: "imsi" },
    },
    {
      kind: "fix",
      system: "location",
      types: { subject: "device" },
      columns: { ...FIX, ...TIME, subject: "advertising id|ad id|maid|idfa|gaid|device id|device" },
    },
  ]),
  recordForm("plate-reads", "Plate reads", [
    {
      kind: "sighting",
      system: "plates",
      types: { subject: "plate" },
      columns: { ...CAMERA, ...TIME, subject: PLATE },
    },
  ]),
  recordForm("camera-sightings", "Camera sightings", [
    {
      kind: "sighting",
      system: "cameras",
      types: { subject: "face" },
      columns: { ...CAMERA, ...TIME, subject: "face|face id|track|track id|match id|rostro" },
    },
    {
      kind: "sighting",
      system: "cameras",
      types: { subject: "person" },
      columns: { ...CAMERA, ...TIME, subject: PERSON },
    },
  ]),
  recordForm("devices", "Devices and who used them", holders("device", "calls", DEVICE)),
  recordForm("addresses", "Addresses and who is registered there", holders("address", "identity", ADDRESS)),
  recordForm("bookings", "Bookings and who travels", holders("booking", "travel", BOOKING)),
  recordForm("transfers", "Payments between accounts", [
    {
      kind: "transfer",
      system: "finance",
      types: { from: "account", to: "account" },
      columns: {
        ...COMMON,
        ...TIME,
        time: `${TIME.time}|booked|booking date|value date`,
        from: "debtor|debtor account|payer|payer account|sender|sender account|from account|source account|ordenante|cuenta origen",
        to: "creditor|creditor account|payee|payee account|beneficiary|beneficiary account|to account|destination account|beneficiario|cuenta destino",
      },
    },
  ]),
];
