/**
 * The server's time in a browser whose own clock may be wrong: taken from its answers, and carried on by a clock that nobody can set. Asked
 * for again every ten seconds, because a machine that slept stops that one too.
 */
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState } from "react";
import { protectionApi } from "../api/protection-api.ts";

const EVERY = 10_000;

/** What the server said, and when by this browser's own steady clock. */
interface Heard {
  readonly now: number;
  readonly at: number;
}

const ServerTime = createContext<number>(0);
export const ServerTimeOf = ServerTime.Provider;

/** Milliseconds since 1970, by the server, to the second. */
export function useServerTime(): number {
  return useContext(ServerTime);
}

/** `step` changes when any warning does. The time is undefined until the server has said it. */
export function useServerClock(): { readonly now: number | undefined; readonly step: string | undefined } {
  const clock = useQuery({
    queryKey: ["warnings", "clock"],
    queryFn: async (): Promise<Heard & { step: string }> => {
      const { now, step } = await protectionApi.clock();
      return { now: Date.parse(now), at: performance.now(), step };
    },
    refetchInterval: EVERY,
    refetchOnWindowFocus: true,
    staleTime: 0,
  });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const heard = clock.data;
  return {
    now: heard === undefined ? undefined : heard.now + (performance.now() - heard.at),
    step: heard?.step,
  };
}
