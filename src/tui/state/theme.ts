// What the screens are coloured in: a colour for each role, by how many the terminal has and by its background.

export type Role = "accent" | "info" | "faint" | "good" | "warn" | "bad" | "mention" | "chart";

export interface Theme extends Readonly<Record<Role, string>> {
  /** Of these each person gets one. */
  readonly names: readonly string[];
}

export type Background = "dark" | "light";

/** As chalk counts: none, 16, 256, or all of them. */
export type Depth = 0 | 1 | 2 | 3;

/** Terminals with 16 colours have their own idea of each; on a light background the bright ones are hard to see in any. */
const sixteen: Record<Background, Theme> = {
  dark: {
    accent: "cyan",
    info: "blueBright",
    faint: "gray",
    good: "green",
    warn: "yellow",
    bad: "red",
    mention: "magenta",
    chart: "cyan",
    names: ["cyan", "green", "yellow", "magenta", "blueBright", "cyanBright", "greenBright", "magentaBright"],
  },
  light: {
    accent: "blue",
    info: "blue",
    faint: "gray",
    good: "green",
    warn: "magenta",
    bad: "red",
    mention: "magenta",
    chart: "blue",
    names: ["blue", "green", "magenta", "red", "cyan"],
  },
};

const ansi = (code: number): string => `ansi256(${code})`;

/** Chosen one by one: the nearest of 256 to a dark colour is often a much lighter one. */
const few: Record<Background, Theme> = {
  dark: {
    accent: ansi(81),
    info: ansi(111),
    faint: ansi(246),
    good: ansi(78),
    warn: ansi(221),
    bad: ansi(210),
    mention: ansi(212),
    chart: ansi(74),
    names: [81, 78, 221, 212, 111, 215, 149, 183, 79, 210].map(ansi),
  },
  light: {
    accent: ansi(24),
    info: ansi(25),
    faint: ansi(242),
    good: ansi(22),
    warn: ansi(94),
    bad: ansi(124),
    mention: ansi(126),
    chart: ansi(24),
    names: [24, 22, 94, 126, 25, 60, 58, 91, 23, 124].map(ansi),
  },
};

const full: Record<Background, Theme> = {
  dark: {
    accent: "#5fd7ff",
    info: "#87afff",
    faint: "#8e98a2",
    good: "#5fd787",
    warn: "#ffd75f",
    bad: "#ff7b7b",
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
    faint: "#666f78",
    good: "#17722f",
    warn: "#8a5a00",
    bad: "#b3261e",
    mention: "#a3246f",
    chart: "#0a6c91",
    names: [
      "#005f87",
      "#17722f",
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

const byDepth = [sixteen, sixteen, few, full] as const;

export const themeFor = (depth: Depth, background: Background): Theme => byDepth[depth][background];

/** The same colour for the same name, everywhere. */
export function nameColor({ names }: Theme, name: string): string {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) >>> 0;
  return names[hash % names.length]!;
}
