/** What a new rule begins as: it can be read without a doubt, and its tests hold. `random`: 16 bytes, for its id (UUID version 4). */
export function emptyRule(random: Uint8Array): string {
  const bytes = [...random];
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"));
}

const text = (id: string) => `title: Export without a purpose
id: ${id}
name: export-without-purpose
status: experimental
description: >-
  Say here why a match deserves a look.
level: medium
falsepositives:
  - Say here which honest work sets it off.
logsource:
  product: counterwatch
  category: access
detection:
  selection:
    action: export
    context.purpose.absent: true
  condition: selection
counterwatch:
  group: operator
  explanation: >-
    {operator} exported {lookups:time|times} without a purpose on {days:day|days}.
  next: Ask what the export was for.
  tests:
    - name: An export of which nobody says why
      events:
        - match: {action: export, subjects: [plate A]}
        - match: {action: export, subjects: [plate B], purpose: {}}
    - name: An export with a reason, or no export
      events:
        - pass: {action: export, subjects: [plate A], purpose: {reason: robbery}}
        - pass: {action: search, subjects: [plate A]}
`;
