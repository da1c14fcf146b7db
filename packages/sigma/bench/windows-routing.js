// What a recorded Windows event is in the words of Sigma's taxonomy: the Sysmon event numbers and the channels of the
// SigmaHQ log source guides. Sysmon registry events belong to their own category and to registry_event.
const SYSMON = {
  1: ["process_creation"],
  2: ["file_change"],
  3: ["network_connection"],
  4: ["sysmon_status"],
  5: ["process_termination"],
  6: ["driver_load"],
  7: ["image_load"],
  8: ["create_remote_thread"],
  9: ["raw_access_thread"],
  10: ["process_access"],
  11: ["file_event"],
  12: ["registry_add", "registry_delete", "registry_event"],
  13: ["registry_set", "registry_event"],
  14: ["registry_rename", "registry_event"],
  15: ["create_stream_hash"],
  16: ["sysmon_status"],
  17: ["pipe_created"],
  18: ["pipe_created"],
  19: ["wmi_event"],
  20: ["wmi_event"],
  21: ["wmi_event"],
  22: ["dns_query"],
  23: ["file_delete"],
  24: ["clipboard_capture"],
  25: ["process_tampering"],
  26: ["file_delete"],
  27: ["file_block"],
  29: ["file_executable_detected"],
  255: ["sysmon_error"],
};
const SERVICES = {
  security: "security",
  system: "system",
  application: "application",
  "windows powershell": "powershell-classic",
  "microsoft-windows-powershell/operational": "powershell",
  "microsoft-windows-sysmon/operational": "sysmon",
  "microsoft-windows-wmi-activity/operational": "wmi",
  "microsoft-windows-taskscheduler/operational": "taskscheduler",
  "microsoft-windows-windows defender/operational": "windefend",
  "microsoft-windows-bits-client/operational": "bits-client",
  "microsoft-windows-codeintegrity/operational": "codeintegrity-operational",
  "microsoft-windows-dns-client/operational": "dns-client",
  "microsoft-windows-windows firewall with advanced security/firewall": "firewall-as",
};
const CATEGORIES = {
  security: { 4688: ["process_creation"] },
  powershell: { 4103: ["ps_module"], 4104: ["ps_script"] },
  "powershell-classic": { 400: ["ps_classic_start"], 600: ["ps_classic_provider_start"] },
  sysmon: SYSMON,
};

const known = new Map();

/** The log sources of an event by its `Channel` and `EventID`. */
export function routeWindowsEvent(event) {
  const key = `${event.EventID}|${event.Channel}`;
  let sources = known.get(key);
  if (sources === undefined) {
    const service = SERVICES[String(event.Channel).toLowerCase()];
    const categories = CATEGORIES[service]?.[event.EventID] ?? [undefined];
    sources = categories.map((category) => ({ product: "windows", category, service }));
    known.set(key, sources);
  }
  return sources;
}

/** Sysmon's names for what the Security channel's event 4688 calls differently. */
export const WINDOWS_FIELD_NAMES = [
  {
    logsource: { product: "windows", category: "process_creation" },
    fields: {
      Image: ["Image", "NewProcessName"],
      ParentImage: ["ParentImage", "ParentProcessName"],
      User: ["User", "SubjectUserName"],
      LogonId: ["LogonId", "SubjectLogonId"],
    },
  },
];
