/** Where the reader is in the tour; the browser keeps it, also over a change of person and a reload. */
import { useSyncExternalStore } from "react";

export const TOUR_STEPS = ["calm", "why", "two", "warn", "ledger"] as const;
export type TourStep = (typeof TOUR_STEPS)[number];
export type TourProgress = TourStep | "done";

const KEPT = "counterwatch.tour";
const listeners = new Set<() => void>();

function read(): TourProgress {
  const kept = localStorage.getItem(KEPT);
  if (kept === "done") return "done";
  return TOUR_STEPS.find((step) => step === kept) ?? "calm";
}

export function setTour(progress: TourProgress): void {
  localStorage.setItem(KEPT, progress);
  for (const listener of listeners) listener();
}

export function useTourProgress(): TourProgress {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}
