import { expect, it } from "vitest";
import { incidentOf } from "../../../incidents/desk/grouping.ts";
import { finding, opened } from "../../../store/desk/contract/desk-contract.fixture.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { homeSteps } from "./finding-homes.ts";

const NOW = "2026-03-01T00:00:00.000Z";

/** As `split` does: whoever takes the step names the incident that it makes. */
it("finds a home for a finding although somebody gave its incident's id away", async () => {
  const store = new MemoryDesk();
  const advance = { events: [], suppressed: new Set<string>(), now: NOW };
  const first = opened(1, NOW);
  await store.advance({
    ...advance,
    position: 1,
    findings: [finding(1), finding(4)],
    steps: [first, { ...first, number: 1, step: { do: "finding-added", finding: "f-4" } }],
  });
  const coming = finding(2);
  const squatted = incidentOf(coming.finding.id);
  const by = { at: NOW, by: "ana" };
  await store.record(
    [
      {
        ...by,
        incident: first.incident,
        number: 2,
        step: { do: "split", into: squatted, findings: ["f-4"], why: "another matter" },
      },
      { ...by, incident: squatted, number: 0, step: { do: "opened", findings: ["f-4"] } },
    ],
    new Map(),
    { ...by, action: "incident.split", target: first.incident, detail: undefined },
  );
  const steps = await homeSteps(store, [coming], NOW);
  expect(steps).toMatchObject([{ number: 0, step: { do: "opened", findings: ["f-2"] } }]);
  expect(steps[0]?.incident).toBe(incidentOf(squatted));
  await store.advance({ ...advance, position: 2, findings: [coming], steps });
  expect((await store.finding("f-2"))?.incident).toBe(steps[0]?.incident);
  expect((await store.incident(squatted))?.findings).toEqual(["f-4"]);
});
