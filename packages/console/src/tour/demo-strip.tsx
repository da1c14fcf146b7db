import { useEffect } from "react";
import { useSession } from "../frame/session.tsx";
import { useWords } from "../words/words.tsx";
import { tellWatched } from "./demo-api.ts";
import { useBecome, useDemo } from "./demo-state.ts";
import { setTour } from "./tour-progress.ts";

/** Stands over every page of a demo, so that it is never taken for a real one; the way to its other people. */
export function DemoStrip() {
  const { words, say } = useWords();
  const { data: demo, isError } = useDemo();
  const { name } = useSession();
  const become = useBecome();
  const isWaiting = demo?.phase === "waiting";
  useEffect(() => {
    if (isWaiting) void tellWatched().catch(() => {});
  }, [isWaiting]);
  const { tour } = words;
  return (
    <section className="demo-strip" aria-label={tour.demoLabel}>
      <strong>{tour.demo}</strong>
      <span>{tour.invented}</span>
      {isError && <span>{tour.failed}</span>}
      {demo !== undefined && (
        <>
          <span className="demo-clock">
            <time dateTime={demo.clock}>{say.minute(demo.clock)}</time> ·{" "}
            {demo.phase === "now" ? tour.paceNow : tour.pace(demo.hoursASecond)}
          </span>
          <span className="demo-people" role="group" aria-label={tour.workAs}>
            <span aria-hidden="true">{tour.workAs}</span>
            {demo.people.map((person) => (
              <button
                key={person.name}
                type="button"
                className="plain"
                title={words.roles[person.role]}
                aria-pressed={person.name === name}
                disabled={become.isPending}
                onClick={() => person.name !== name && become.mutate(person)}
              >
                {person.name}
              </button>
            ))}
          </span>
        </>
      )}
      <button type="button" className="plain" onClick={() => setTour("calm")}>
        {tour.title}
      </button>
    </section>
  );
}
