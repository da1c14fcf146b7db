import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { USUAL } from "../queue/filters.ts";
import { useWords } from "../words/words.tsx";
import type { PageName } from "./access.ts";

/** The way to every page, in groups; on a narrow screen behind a button that names the page one is on. */
export function PageLinks({
  groups,
  here,
}: {
  readonly groups: readonly (readonly PageName[])[];
  readonly here: PageName | undefined;
}) {
  const { words } = useWords();
  const [isOpen, open] = useState(false);
  useEffect(() => open(false), [here]);
  return (
    <nav className={isOpen ? "pages open" : "pages"} aria-label={words.navigation}>
      <button
        type="button"
        className="plain"
        aria-expanded={isOpen}
        aria-controls="pages"
        onClick={() => open(!isOpen)}
      >
        <span aria-hidden="true">☰</span> {here === undefined ? words.navigation : words.pages[here]}
      </button>
      <div id="pages">
        {groups.map((pages) => (
          <ul key={pages[0]}>
            {pages.map((page) => (
              <li key={page}>
                <Link
                  // Of the pages that have an address; the router's type knows fewer while some are still to be built.
                  to={`/${page}` as "/findings"}
                  search={page === "findings" ? USUAL : {}}
                  aria-current={page === here ? "page" : undefined}
                  onClick={() => open(false)}
                >
                  {words.pages[page]}
                </Link>
              </li>
            ))}
          </ul>
        ))}
      </div>
    </nav>
  );
}
