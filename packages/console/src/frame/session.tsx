import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";
import { deskApi, Refusal } from "../api/desk-api.ts";
import type { Session } from "../api/shapes.ts";

const SESSION = ["session"] as const;

/** Undefined: not known yet. Null: nobody is signed in. */
export function useSessionQuery() {
  const queries = useQueryClient();
  // Whatever answers that nobody is signed in ends the session here, too.
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state;
        if (error instanceof Refusal && error.status === 401 && queries.getQueryData(SESSION) !== null)
          queries.setQueryData(SESSION, null);
      }),
    [queries],
  );
  return useQuery({ queryKey: SESSION, queryFn: deskApi.session });
}

/** Forgets all that the person before has read. */
export function useChangeSession(): (session: Session | null) => void {
  const queries = useQueryClient();
  return (session) => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
    queries.setQueryData(SESSION, session);
  };
}

const Signed = createContext<Session | undefined>(undefined);
export const SignedIn = Signed.Provider;

export function useSession(): Session {
  const session = useContext(Signed);
  if (session === undefined) throw new Error("a page is shown to nobody");
  return session;
}
