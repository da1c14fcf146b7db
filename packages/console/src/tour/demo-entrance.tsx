import { LanguageChoice } from "../frame/language-choice.tsx";
import { useWords } from "../words/words.tsx";
import { useBecome, useDemo } from "./demo-state.ts";

/** In place of a password: the demo's people, each one click away. */
export function DemoEntrance() {
  const { words, say } = useWords();
  const { data: demo, isError } = useDemo();
  const become = useBecome();
  const { tour } = words;
  const isReading = demo === undefined || demo.phase === "past";
  return (
    <main className="sign-in">
      <h1>Counterwatch</h1>
      <section className="demo-entrance" aria-label={tour.demoLabel}>
        <p>
          <strong>{tour.demo}.</strong> {tour.invented}
        </p>
        {isReading ? (
          <div role="status">
            <p>{isError ? tour.failed : tour.past(say.percent(demo?.loaded ?? 0))}</p>
            <progress aria-label={tour.reading} value={demo?.loaded ?? 0} max={1} />
          </div>
        ) : (
          <>
            <ul>
              {demo.people.map((person, at) => (
                <li key={person.name}>
                  <button
                    type="button"
                    className={at === 0 ? "main" : ""}
                    disabled={become.isPending}
                    onClick={() => become.mutate(person)}
                  >
                    {tour.enter(person.name, words.roles[person.role])}
                  </button>
                </li>
              ))}
            </ul>
            {become.isError && (
              <p className="trouble" role="alert">
                {tour.failed}
              </p>
            )}
            <p className="muted">{tour.enterNote}</p>
          </>
        )}
      </section>
      <p className="muted">{words.signInNote}</p>
      <LanguageChoice />
    </main>
  );
}
