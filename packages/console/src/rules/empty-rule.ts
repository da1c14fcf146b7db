/** What a new rule begins as: it can be read, has a test of each kind, and finds what nobody may mean. */
export const EMPTY_RULE = `title: Export at night without a case
name: export-at-night
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
    context.case.absent: true
  condition: selection
counterwatch:
  group: operator
  explanation: >-
    {operator} exported {lookups:time|times} without a case on {days:day|days}.
  next: Ask what the export was for.
  tests:
    - name: An export without a case
      events:
        - match: {action: export, subjects: [plate A], purpose: {reason: robbery}}
        - match: {action: export, subjects: [plate B]}
    - name: An export with a case, or no export
      events:
        - pass: {action: export, subjects: [plate A], purpose: {case: C25-1234}}
        - pass: {action: search, subjects: [plate A]}
`;
