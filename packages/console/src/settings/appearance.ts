/** Light or dark, as this browser's owner wants it; look/palette.css has the colours. */
export const APPEARANCES = ["system", "light", "dark"] as const;
export type Appearance = (typeof APPEARANCES)[number];

const KEPT = "counterwatch.appearance";

export function keptAppearance(): Appearance {
  return APPEARANCES.find((each) => each === localStorage.getItem(KEPT)) ?? "system";
}

export function chooseAppearance(appearance: Appearance): void {
  localStorage.setItem(KEPT, appearance);
  showAppearance();
}

/** Before anything is drawn. */
export function showAppearance(): void {
  const kept = keptAppearance();
  if (kept === "system") delete document.documentElement.dataset["appearance"];
  else document.documentElement.dataset["appearance"] = kept;
}
