// The colours of the pictures: a dark terminal's sixteen, the 6×6×6 cube and the greys.
import type { Color, Style } from "../support/cells.ts";

export const GROUND = "#10141c";
export const EDGE = "#2a3140";
export const BAR = "#1a202c";
export const TITLE = "#8b96a8";
const TEXT = "#d7dce5";

const SIXTEEN = [
  ...["#2a3140", "#f2777a", "#8fce86", "#f0c674", "#7aa6f5", "#c99bf2", "#6cced9", "#d7dce5"],
  ...["#6b7688", "#ff9a94", "#aee6a2", "#ffdc96", "#9fc1ff", "#dcbaff", "#93e6ee", "#ffffff"],
];
const STEPS = [0, 95, 135, 175, 215, 255];

const hex = (...parts: number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

function ofPalette(color: number): string {
  if (color < 16) return SIXTEEN[color]!;
  if (color >= 232) return hex(...Array(3).fill(8 + (color - 232) * 10));
  const cube = color - 16;
  return hex(...[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => STEPS[step]!));
}

const css = (color: Color, otherwise: string): string => {
  if (color === null) return otherwise;
  return typeof color === "string" ? color : ofPalette(color);
};

/** What the sign and its ground are painted with; no ground where it is the terminal's own. */
export function paintOf({ fg, bg, inverse, dim }: Style): { ink: string; ground: string | null } {
  const ink = css(fg, TEXT);
  const ground = css(bg, GROUND);
  const [front, back] = inverse ? [ground, ink] : [ink, ground];
  return { ink: dim ? mixed(front, back) : front, ground: back === GROUND ? null : back };
}

/** Dim: three fifths of the way from the ground to the ink. */
function mixed(front: string, back: string): string {
  const parts = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const backs = parts(back);
  return hex(...parts(front).map((part, i) => Math.round(backs[i]! + (part - backs[i]!) * 0.6)));
}
