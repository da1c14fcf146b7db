import { Outlet, useRouter, useRouterState } from "@tanstack/react-router";
import { deskApi } from "../api/desk-api.ts";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { mayRead, pageOf, pagesOf } from "./access.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { PageLinks } from "./page-links.tsx";
import { PrintNote } from "./print-note.tsx";
import { SignedIn, useChangeSession, useSessionQuery } from "./session.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { TrustBar } from "./trust-bar.tsx";
import { IS_DEMO } from "../tour/demo-api.ts";
import { DemoEntrance } from "../tour/demo-entrance.tsx";
import { DemoStrip } from "../tour/demo-strip.tsx";
import { Tour } from "../tour/tour.tsx";

/** What stands around every page; without a session, the way to sign in. */
export function Frame() {
  const session = useSessionQuery();
  const { words } = useWords();
  const change = useChangeSession();
  const { routesByPath } = useRouter();
  // Of the page that is shown: the address is ahead of it while the next one is made ready.
  const path = useRouterState({
    select: ({ matches, location }) => matches.at(-1)?.pathname ?? location.pathname,
  });
  if (session.isPending) return <Loading />;
  if (session.data === undefined)
    return <Trouble error={session.error} again={() => void session.refetch()} />;
  if (session.data === null) return IS_DEMO ? <DemoEntrance /> : <SignInPage />;

  const { name, roles } = session.data;
  const pages = pagesOf(roles, (page) => `/${page}` in routesByPath);
  const here = pageOf(path);
  return (
    <SignedIn value={session.data}>
      <div className="frame">
        <a
          className="skip"
          href="#page"
          onClick={(event) => {
            event.preventDefault();
            document.getElementById("page")?.focus();
          }}
        >
          {words.skip}
        </a>
        <header>
          {IS_DEMO && <DemoStrip />}
          <TrustBar>
            <div className="who">
              <span className="muted" title={roles.map((role) => words.roles[role]).join(", ")}>
                {words.signedInAs(name)}
              </span>
              <LanguageChoice />
              <button type="button" onClick={() => void signOut()}>
                {words.signOut}
              </button>
            </div>
          </TrustBar>
          <PageLinks groups={pages} here={here} />
        </header>
        {IS_DEMO && <Tour />}
        {/* Another person begins every page anew: what the last one saw or had opened is not theirs. */}
        <main key={name} id="page" tabIndex={-1}>
          {contents()}
          <PrintNote name={name} />
        </main>
      </div>
    </SignedIn>
  );

  async function signOut() {
    const { issuer } = await deskApi.signOut().catch(() => ({ issuer: undefined }));
    change(null);
    if (issuer !== undefined) location.assign(issuer);
  }

  function contents() {
    if (here === undefined || mayRead(here, roles)) return <Outlet />;
    return (
      <div className="says">
        <p>{words.noRole}</p>
      </div>
    );
  }
}
