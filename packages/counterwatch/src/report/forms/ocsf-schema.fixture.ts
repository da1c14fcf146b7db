/**
 * JSON Schema (draft 2020-12) of the two OCSF classes that we write, made by hand from the OCSF schema, version 1.8: attributes of
 * base_event, finding, detection_finding, incident_finding and the objects in them, with their enumerations, required attributes and
 * constraints. An attribute that the class does not have is an error, so that nothing of ours stands where a reader expects OCSF.
 */
const time = { type: "integer", minimum: 0 };
const text = { type: "string", minLength: 1 };
const closed = (properties: object, more: object = {}) => ({
  type: "object",
  properties,
  additionalProperties: false,
  ...more,
});
const anyOf = (...names: string[]) => ({ anyOf: names.map((name) => ({ required: [name] })) });
const oneOf = (...ids: number[]) => ({ enum: ids });

const user = closed(
  { uid: text, name: text, full_name: text, email_addr: text, type_id: oneOf(0, 1, 2, 3, 4, 99) },
  anyOf("account", "name", "uid"),
);
const actor = closed(
  { user, app_name: text, app_uid: text },
  anyOf("process", "user", "iam_role", "session", "app_name", "app_uid"),
);
const findingInfo = closed(
  {
    uid: text,
    title: text,
    desc: text,
    analytic: closed(
      { uid: text, name: text, type: text, type_id: oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99) },
      { required: ["type_id"], ...anyOf("name", "uid") },
    ),
    created_time: time,
    modified_time: time,
    first_seen_time: time,
    last_seen_time: time,
    related_events_count: { type: "integer", minimum: 0 },
    data_sources: { type: "array", items: text },
    types: { type: "array", items: text },
    src_url: text,
  },
  { required: ["uid"] },
);

const base = {
  activity_id: oneOf(0, 1, 2, 3, 99),
  activity_name: text,
  category_uid: { const: 2 },
  category_name: { const: "Findings" },
  class_name: text,
  type_uid: { type: "integer" },
  type_name: text,
  time,
  start_time: time,
  end_time: time,
  count: { type: "integer", minimum: 1 },
  severity_id: oneOf(0, 1, 2, 3, 4, 5, 6, 99),
  severity: text,
  status: text,
  message: text,
  metadata: closed(
    {
      version: { const: "1.8.0" },
      uid: text,
      product: closed({ name: text, uid: text, vendor_name: text, version: text }, anyOf("name", "uid")),
      profiles: { type: "array", items: text },
    },
    { required: ["version", "product"] },
  ),
  unmapped: { type: "object" },
};
const required = ["activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid"];
/** type_uid = class_uid · 100 + activity_id, for the activities that the class has. */
const typed = (classUid: number) => ({
  oneOf: [0, 1, 2, 3, 99].map((activity) => ({
    properties: { activity_id: { const: activity }, type_uid: { const: classUid * 100 + activity } },
  })),
});

export const OCSF_DETECTION_FINDING = closed(
  {
    ...base,
    class_uid: { const: 2004 },
    status_id: oneOf(0, 1, 2, 3, 4, 5, 6, 99),
    finding_info: findingInfo,
    evidences: {
      type: "array",
      items: closed({ actor, user, data: {}, uid: text, name: text }, anyOf("actor", "user", "data")),
    },
    resources: {
      type: "array",
      items: closed({ uid: text, name: text, type: text }, anyOf("name", "uid")),
    },
    is_alert: { type: "boolean" },
    confidence_id: oneOf(0, 1, 2, 3, 99),
  },
  { required: [...required, "finding_info"], ...typed(2004) },
);

export const OCSF_INCIDENT_FINDING = closed(
  {
    ...base,
    class_uid: { const: 2005 },
    status_id: oneOf(0, 1, 2, 3, 4, 5, 99),
    desc: text,
    finding_info_list: { type: "array", items: findingInfo, minItems: 1 },
    assignee: user,
    assignee_group: closed({ uid: text, name: text }, anyOf("name", "uid")),
    verdict_id: oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99),
    verdict: text,
    src_url: text,
  },
  {
    required: [...required, "finding_info_list", "status_id"],
    allOf: [typed(2005), anyOf("assignee", "assignee_group")],
  },
);
