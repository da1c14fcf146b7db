import { useQuery } from "@tanstack/react-query";
import { peopleApi } from "../api/people-api.ts";
import { useSession } from "../frame/session.tsx";
import { useDeskState } from "../frame/trust-bar.tsx";
import { Loading } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** What an administrator set at the machine, to be read here. */
export function Configured() {
  const { words } = useWords();
  const { people } = words;
  const { roles } = useSession();
  const mayRead = roles.includes("administrator") || roles.includes("auditor");
  const told = useQuery({ queryKey: ["told"], queryFn: peopleApi.toldTargets, enabled: mayRead });
  const kept = useQuery({ queryKey: ["kept"], queryFn: peopleApi.keptSpans, enabled: mayRead });
  const state = useDeskState();
  const means = useQuery({ queryKey: ["means"], queryFn: peopleApi.means });
  if (state.data === undefined || means.data === undefined) return <Loading />;
  const { budget, version, inputs } = state.data;
  const { passkey, oidc } = means.data;
  return (
    <section>
      <h2>{people.configured}</h2>
      <p className="muted">{people.configuredNote}</p>
      <dl className="knew">
        <dt>{people.configuredSignIn}</dt>
        <dd>{people.configuredPasskeys(passkey, oidc)}</dd>
        <dt>{people.configuredBudget}</dt>
        <dd>{budget}</dd>
        <dt>{people.configuredInputs}</dt>
        <dd>
          {inputs.length === 0
            ? people.configuredNone
            : inputs.map(({ source, kind }) => `${source} (${kind})`).join(", ")}
        </dd>
        {told.data !== undefined && (
          <>
            <dt>{people.configuredNotices}</dt>
            <dd>{told.data.targets.map(({ name }) => name).join(", ") || people.configuredNone}</dd>
          </>
        )}
        {kept.data !== undefined && (
          <>
            <dt>{people.configuredRetention}</dt>
            <dd>
              {kept.data.rules.length === 0
                ? people.configuredForEver
                : kept.data.rules.map(({ source, span }) => people.configuredSpan(source, span)).join(", ")}
            </dd>
          </>
        )}
        <dt>{people.configuredVersion}</dt>
        <dd>{version}</dd>
      </dl>
    </section>
  );
}
