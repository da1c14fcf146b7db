import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type RuleShown, watchApi } from "../api/watch-api.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { BacktestForm } from "./backtest-form.tsx";
import { CopyText } from "./copy-text.tsx";
import { ofRule } from "./rules-page.tsx";
import { RuleTests } from "./rule-tests.tsx";

export function RulePage() {
  const { name } = useParams({ from: "/rules/$name" });
  const { words } = useWords();
  const { roles } = useSession();
  const file = useQuery({ queryKey: ["rule", name], queryFn: () => watchApi.rule(name) });
  if (file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  const text = words.rules;
  const { rule, text: yaml } = file.data;
  return (
    <article className="page">
      <p>
        <Link to="/rules">{text.back}</Link>
      </p>
      <p className="kicker">
        <SeverityMark severity={rule.severity} />
        <code>rule/{rule.name}</code>
        <Link to="/findings" search={ofRule(rule.name)}>
          {words.pages.findings}
        </Link>
      </p>
      <h1 lang="en">{rule.title}</h1>
      {rule.needs.length > 0 && (
        <p className="note">{text.needs(rule.needs.map((need) => text.lists[need] ?? need).join(", "))}</p>
      )}
      {rule.description !== undefined && <p lang="en">{rule.description}</p>}
      <About rule={rule} />
      <RuleTests key={rule.name} name={rule.name} />
      {mayJudge(roles) ? (
        <BacktestForm key={`${rule.name} backtest`} wish={{ rule: rule.name }} />
      ) : (
        <p className="muted">{text.notYours}</p>
      )}
      <section aria-labelledby="rule-text" className="stack">
        <h2 id="rule-text">{text.text}</h2>
        <p className="muted">{text.note}</p>
        <div className="buttons">
          <CopyText text={yaml} />
          {mayJudge(roles) && (
            <Link to="/rules/try" search={{ from: rule.name }} className="button">
              {text.tryChange}
            </Link>
          )}
        </div>
        <pre className="yaml" tabIndex={0} lang="en">
          {yaml}
        </pre>
      </section>
    </article>
  );
}

function About({ rule }: { readonly rule: RuleShown }) {
  const { words } = useWords();
  const text = words.rules;
  const { falsePositives, next, group, atLeast, automated, habit, file } = rule;
  return (
    <dl className="facts">
      {falsePositives.length > 0 && (
        <div>
          <dt>{text.falsePositives}</dt>
          <dd>
            <ul className="plain" lang="en">
              {falsePositives.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {next !== undefined && (
        <div>
          <dt>{text.next}</dt>
          <dd lang="en">{next}</dd>
        </div>
      )}
      <div>
        <dt>{text.gathers}</dt>
        <dd>
          {text.groups[group] ?? group}
          {atLeast > 1 && `, ${text.atLeast(atLeast)}`}. {text.automated[automated]} {habit && text.habit}
        </dd>
      </div>
      <div>
        <dt>{text.file}</dt>
        <dd>
          <code>{file}</code>
        </dd>
      </div>
    </dl>
  );
}
