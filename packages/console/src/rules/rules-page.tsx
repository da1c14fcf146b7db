import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type ListedRule, watchApi } from "../api/watch-api.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** The worst first, after those that have told something. */
const ORDER = ["critical", "high", "medium", "low"];

export function RulesPage() {
  const { words } = useWords();
  const { roles } = useSession();
  const [sought, seek] = useState("");
  const list = useQuery({ queryKey: ["rules"], queryFn: watchApi.rules, staleTime: 0 });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const text = words.rules;
  const { items } = list.data;
  const without = items.filter(({ needs }) => needs.length > 0).length;
  const found = items
    .filter((rule) => says(rule, sought))
    .toSorted((a, b) => b.open - a.open || ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <div className="page">
      <h1>{words.pages.rules}</h1>
      <p>
        {items.length === 0 ? text.none : text.summary(items.length - without)}{" "}
        {without > 0 && text.summaryWithout(without)}
      </p>
      <p className="muted">{text.note}</p>
      <div className="buttons">
        <input
          type="search"
          aria-label={text.search}
          placeholder={text.search}
          value={sought}
          onChange={({ target }) => seek(target.value)}
        />
        {mayJudge(roles) && (
          <Link to="/rules/try" className="button">
            {text.tryNew}
          </Link>
        )}
      </div>
      {found.length === 0 ? (
        <p role="status">{items.length === 0 ? "" : text.noneFound}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={words.pages.rules}>
          <table className="rules">
            <thead>
              <tr>
                <th scope="col">{text.columns.severity}</th>
                <th scope="col">{text.columns.rule}</th>
                <th scope="col" className="n">
                  {text.columns.open}
                </th>
                <th scope="col">{text.columns.tests}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((rule) => (
                <Row key={rule.name} rule={rule} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Row({ rule: { name, title, severity, open, tests, needs } }: { readonly rule: ListedRule }) {
  const { words, say } = useWords();
  const text = words.rules;
  return (
    <tr>
      <td className="t">
        <SeverityMark severity={severity} />
      </td>
      <th scope="row" lang="en">
        <Link to="/rules/$name" params={{ name }}>
          {title}
        </Link>
        <br />
        <code className="muted">{name}</code>
        {needs.length > 0 && (
          <span className="muted">
            {" "}
            {text.needs(needs.map((need) => text.lists[need] ?? need).join(", "))}
          </span>
        )}
      </th>
      <td className="n">
        {open === 0 ? (
          "–"
        ) : (
          <Link to="/findings" search={ofRule(name)}>
            {say.number(open)}
          </Link>
        )}
      </td>
      <td>{tests.count === 0 ? text.testsNone : text.testsCount(tests.match, tests.pass)}</td>
    </tr>
  );
}

/** Open findings of a rule. */
export function ofRule(name: string) {
  return { state: "new,taken", detector: `rule/${name}` };
}

function says({ name, title, description = "" }: ListedRule, sought: string): boolean {
  const whole = `${name} ${title} ${description}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}
