// What the screens are coloured in: a colour for each role, by how many the terminal has and by its background.

export type Role = "accent" | "info" | "faint" | "good" | "warn" | "bad" | "mention" | "chart";

export interface Theme extends Readonly<Record<Role, string>> {
  /** Of these each person gets one. */
  readonly names: readonly string[];
}

export type Background = "dark" | "light";

/** As chalk counts: none, 16, 256, or all of them. */
export type Depth = 0 | 1 | 2 | 3;

/** Terminals with 16 colours have their own idea of each, which fits their background. */
const sixteen: Theme = {
  accent: "cyan",
  info: "blueBright",
  faint: "gray",
  good: "green",
  warn: "yellow",
  bad: "red",
  mention: "magenta",
  chart: "cyan",
  names: ["cyan", "green", "yellow", "magenta", "blue", "cyanBright", "greenBright", "magentaBright"],
};

const full: Record<Background, Theme> = {
  dark: {
    accent: "#5fd7ff",
    info: "#87afff",
    faint: "#808a94",
    good: "#5fd787",
    warn: "#ffd75f",
    bad: "#ff6b6b",
    mention: "#ff87d7",
    chart: "#5fafd7",
    names: [
      "#5fd7ff",
      "#5fd787",
      "#ffd75f",
      "#ff87d7",
      "#87afff",
      "#ffaf5f",
      "#afd75f",
      "#d7afff",
      "#5fd7af",
      "#ff8787",
    ],
  },
  light: {
    accent: "#005f87",
    info: "#0550ae",
    faint: "#6c7680",
    good: "#1a7f37",
    warn: "#8a5a00",
    bad: "#b3261e",
    mention: "#a3246f",
    chart: "#0a6c91",
    names: [
      "#005f87",
      "#1a7f37",
      "#8a5a00",
      "#a3246f",
      "#0550ae",
      "#a0440d",
      "#4d6b00",
      "#6f42c1",
      "#00695c",
      "#b3261e",
    ],
  },
};

export const themeFor = (depth: Depth, background: Background): Theme =>
  depth < 2 ? sixteen : full[background];

/** The same colour for the same name, everywhere. */
export function nameColor({ names }: Theme, name: string): string {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) >>> 0;
  return names[hash % names.length]!;
}
