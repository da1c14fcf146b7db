/** A colour as CSS `oklch(L C H)`: lightness 0–1, chroma, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

export interface Palette {
  /** The page. */
  readonly ground: Oklch;
  /** What lies on it, hardly different: table heads, disclosures. */
  readonly raised: Oklch;
  readonly rule: Oklch;
  readonly ruleStrong: Oklch;
  readonly text: Oklch;
  readonly muted: Oklch;
  /** Links and controls. */
  readonly accent: Oklch;
  readonly low: Oklch;
  readonly medium: Oklch;
  readonly mediumEdge: Oklch;
  readonly high: Oklch;
  readonly critical: Oklch;
  readonly explained: Oklch;
  readonly unexplained: Oklch;
  /** Work that needs no explanation: the band behind. */
  readonly honest: Oklch;
  /** Six steps of the heat map, fewest look-ups first. */
  readonly heat: readonly [Oklch, Oklch, Oklch, Oklch, Oklch, Oklch];
}

export const LIGHT: Palette = {
  ground: [0.995, 0.002, 95],
  raised: [0.968, 0.003, 95],
  rule: [0.9, 0.004, 95],
  ruleStrong: [0.6, 0.006, 95],
  text: [0.23, 0.008, 250],
  muted: [0.46, 0.01, 250],
  accent: [0.48, 0.1, 200],
  low: [0.55, 0.01, 250],
  medium: [0.72, 0.15, 75],
  mediumEdge: [0.54, 0.12, 70],
  high: [0.62, 0.19, 35],
  critical: [0.52, 0.2, 20],
  explained: [0.62, 0.12, 250],
  unexplained: [0.62, 0.19, 35],
  honest: [0.84, 0.006, 250],
  heat: [
    [0.93, 0.006, 250],
    [0.84, 0.009, 250],
    [0.74, 0.012, 250],
    [0.63, 0.014, 250],
    [0.5, 0.016, 250],
    [0.36, 0.018, 250],
  ],
};

export const DARK: Palette = {
  ground: [0.19, 0.008, 250],
  raised: [0.235, 0.01, 250],
  rule: [0.32, 0.012, 250],
  ruleStrong: [0.56, 0.014, 250],
  text: [0.93, 0.005, 95],
  muted: [0.74, 0.012, 250],
  accent: [0.78, 0.11, 200],
  low: [0.68, 0.012, 250],
  medium: [0.78, 0.14, 75],
  mediumEdge: [0.78, 0.14, 75],
  high: [0.68, 0.18, 37],
  critical: [0.63, 0.21, 20],
  explained: [0.7, 0.12, 250],
  unexplained: [0.7, 0.18, 38],
  honest: [0.4, 0.014, 250],
  heat: [
    [0.27, 0.012, 250],
    [0.36, 0.014, 250],
    [0.46, 0.016, 250],
    [0.58, 0.016, 250],
    [0.71, 0.014, 250],
    [0.86, 0.01, 250],
  ],
};

/** For `prefers-contrast: more`, laid over the palette. */
export const LIGHT_CONTRAST: Partial<Palette> = {
  ground: [1, 0, 0],
  text: [0.12, 0, 0],
  muted: [0.3, 0.01, 250],
  rule: [0.55, 0.006, 95],
  ruleStrong: [0.3, 0.006, 95],
  accent: [0.38, 0.09, 200],
};
export const DARK_CONTRAST: Partial<Palette> = {
  ground: [0.12, 0, 0],
  text: [1, 0, 0],
  muted: [0.88, 0.01, 250],
  rule: [0.6, 0.012, 250],
  ruleStrong: [0.85, 0.014, 250],
  accent: [0.88, 0.1, 200],
};

function printColour([lightness, chroma, hue]: Oklch): string {
  return `oklch(${round(lightness * 100)}% ${chroma} ${hue})`;
}

/** CSS custom properties: `--text:oklch(…);--heat-0:…`. */
export function printPalette(palette: Partial<Palette>): string {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(palette) as [string, Oklch | readonly Oklch[]][]) {
    if (isColour(value)) lines.push(`--${kebab(name)}:${printColour(value)}`);
    else for (const [step, colour] of value.entries()) lines.push(`--${name}-${step}:${printColour(colour)}`);
  }
  return lines.join(";");
}

function isColour(value: Oklch | readonly Oklch[]): value is Oklch {
  return typeof value[0] === "number";
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
