import { Link } from "@tanstack/react-router";
import type { Vector } from "../api/watch-api.ts";
import { useWords } from "../words/words.tsx";

const PARTS = ["behind", "silent", "never"] as const;

/** Which kinds of record system are heard. A source that is not is named, because somebody must telephone. */
export function Coverage({ vectors }: { readonly vectors: readonly Vector[] }) {
  const { words, say } = useWords();
  const text = words.overview;
  const columns = text.coverageColumns;
  const shown = PARTS.filter((part) => vectors.some((vector) => vector[part].length > 0));
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">{text.coverage}</h2>
      {vectors.length === 0 ? (
        <p>
          {text.noSource} {text.noSourceTodo}
        </p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.system}</th>
              <th scope="col" className="n">
                {columns.heard}
              </th>
              {shown.map((part) => (
                <th key={part} scope="col" className={part === "behind" ? "" : "unheard"}>
                  {columns[part]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {vectors.map((vector) => (
              <tr key={vector.system ?? ""}>
                <th scope="row">
                  {vector.system === undefined ? text.systemUnknown : words.names.system[vector.system]}
                </th>
                <td className="n">{say.number(vector.heard)}</td>
                {shown.map((part) => (
                  <td key={part}>
                    {vector[part].map((source) => (
                      <Link key={source} to="/sources/$name" params={{ name: source }} className="mono">
                        {source}
                      </Link>
                    ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <Link to="/sources">{text.allSources}</Link>
      </p>
    </section>
  );
}
