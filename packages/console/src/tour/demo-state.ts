import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { deskApi } from "../api/desk-api.ts";
import { useChangeSession } from "../frame/session.tsx";
import { type DemoPerson, type DemoState, demoState, IS_DEMO } from "./demo-api.ts";

const OFTEN = 1000;
const RARELY = 15_000;
const KEY = ["demo"] as const;

export function useDemo(): { readonly data: DemoState | undefined; readonly isError: boolean } {
  const { data, isError } = useQuery({
    queryKey: KEY,
    queryFn: demoState,
    enabled: IS_DEMO,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.phase === "now" ? RARELY : OFTEN),
  });
  return { data, isError };
}

/** What time it is at the desk: in a demo, the city's. */
export function useDeskTime(): number {
  const { data } = useDemo();
  return data === undefined ? Date.now() : Date.parse(data.clock);
}

/** One click, where every password is told. */
export function useBecome() {
  const queries = useQueryClient();
  const change = useChangeSession();
  return useMutation({
    mutationFn: ({ name, password }: DemoPerson) => deskApi.signIn(name, password),
    onSuccess(session) {
      const demo = queries.getQueryData<DemoState>(KEY);
      change(session);
      // It is nobody's secret: the next person need not wait for it.
      if (demo !== undefined) queries.setQueryData(KEY, demo);
    },
  });
}
