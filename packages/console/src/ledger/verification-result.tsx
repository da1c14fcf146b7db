import { useWords } from "../words/words.tsx";
import type { Refuted, Verified } from "./browser-verification.ts";

/** One sentence that a court could read, and what it does not show. */
export function VerificationResult({
  result,
  ownKeys,
}: {
  /** "broken": the verifier itself could not run here. */
  readonly result: Verified | Refuted | "broken";
  /** Whether the reader brought the keys. */
  readonly ownKeys: boolean;
}) {
  const { words, say } = useWords();
  if (result === "broken")
    return (
      <p className="trouble" role="alert">
        {words.verifierBroken}
      </p>
    );
  if (!result.good)
    return (
      <div className="court failed" role="alert">
        <p>{words.refuted({ at: say.minute(result.at), zone: say.zone })}</p>
        <p lang="en">
          {result.sentence} {result.place !== undefined && <code>{result.place}</code>}
        </p>
        {result.remedy !== undefined && <p lang="en">{result.remedy}</p>}
        <p>{words.refutedKeep}</p>
      </div>
    );
  const { checkpoint, agreesTo } = result;
  return (
    <>
      <div className="court" role="status">
        <p>
          {words.verified({
            at: say.minute(checkpoint.at),
            zone: say.zone,
            size: say.number(checkpoint.size),
            origin: result.origin,
            sources: words.sourcesCount(result.sources),
            root: result.root,
          })}
        </p>
        {agreesTo !== undefined && (
          <p>{words.verifiedOlder(say.number(agreesTo.size), say.minute(agreesTo.at))}</p>
        )}
      </div>
      <h2>{words.notShown}</h2>
      <ul className="limits">
        {!ownKeys && <li>{words.limitKeys}</li>}
        {result.limits.map((limit) => (
          <li key={limit}>{words.limits[limit]}</li>
        ))}
        <li>{words.limitPage}</li>
      </ul>
    </>
  );
}
