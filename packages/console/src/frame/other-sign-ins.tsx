import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { peopleApi } from "../api/people-api.ts";
import { Refusal } from "../api/desk-api.ts";
import { saidOf } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { useChangeSession } from "./session.tsx";

/** Passkey and issuer, where the server offers them; and why an issuer's sign-in came to nothing. */
export function OtherSignIns() {
  const { words } = useWords();
  const { people } = words;
  const change = useChangeSession();
  const [trouble] = useState(takeTrouble);
  const means = useQuery({ queryKey: ["means"], queryFn: peopleApi.means });
  const passkey = useMutation({ mutationFn: peopleApi.signInWithPasskey, onSuccess: change });
  const issuer = useMutation({
    mutationFn: peopleApi.beginIssuer,
    onSuccess: ({ url }) => location.assign(url),
  });
  const error = passkey.error ?? issuer.error;
  const said =
    error === null
      ? trouble !== undefined && trouble in people.signInTroubles
        ? people.signInTroubles[trouble as keyof typeof people.signInTroubles]
        : undefined
      : error instanceof Refusal
        ? saidOf(error, words).sentence
        : people.passkeyNone;
  return (
    <div className="other-sign-ins">
      {said !== undefined && (
        <p className="trouble" role="alert">
          {said}
        </p>
      )}
      {means.data?.passkey === true && (
        <button type="button" disabled={passkey.isPending} onClick={() => passkey.mutate()}>
          {people.signInPasskey}
        </button>
      )}
      {means.data?.oidc === true && (
        <button type="button" disabled={issuer.isPending} onClick={() => issuer.mutate()}>
          {people.signInIssuer}
        </button>
      )}
    </div>
  );
}

/** Said once: it stands in the address that the issuer's answer led to, and is gone from it. */
function takeTrouble(): string | undefined {
  const address = new URL(location.href);
  const trouble = address.searchParams.get("sign-in") ?? undefined;
  if (trouble === undefined) return undefined;
  address.searchParams.delete("sign-in");
  history.replaceState(history.state, "", address);
  return trouble;
}
