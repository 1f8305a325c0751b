// Colours that can be read: the contrast of every role and every name's colour on the backgrounds that people have.
import { describe, expect, it } from "vitest";
import { type Background, nameColor, type Role, themeFor } from "../../../src/tui/state/theme.ts";

type Rgb = [number, number, number];

/** Black and white, and those of themes that many have: VS Code, One Dark, Solarized, GitHub. */
const backgrounds: Record<Background, string[]> = {
  dark: ["#000000", "#0d1117", "#1e1e1e", "#282c34", "#002b36"],
  light: ["#ffffff", "#fafafa", "#fdf6e3", "#f6f8fa"],
};

const LEVELS = [0, 95, 135, 175, 215, 255];

/** As xterm has its 256 colours; the first 16 are the terminal's own. */
function rgbOf(color: string): Rgb {
  const code = Number(/^ansi256\((\d+)\)$/.exec(color)?.[1]);
  if (code >= 232) return [8 + (code - 232) * 10, 8 + (code - 232) * 10, 8 + (code - 232) * 10];
  const at = code - 16;
  if (at >= 0) return [LEVELS[Math.floor(at / 36)]!, LEVELS[Math.floor(at / 6) % 6]!, LEVELS[at % 6]!];
  expect(color).toMatch(/^#[\da-f]{6}$/);
  return [1, 3, 5].map((place) => Number.parseInt(color.slice(place, place + 2), 16)) as Rgb;
}

/** As WCAG 2 counts. */
function luminance(color: string): number {
  const [red, green, blue] = rgbOf(color).map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const looks = ([2, 3] as const).flatMap((depth) =>
  (["dark", "light"] as const).map((background) => ({ depth, background })),
);

describe.each(looks)("the $background colours at depth $depth", ({ depth, background }) => {
  const { names, ...roles } = themeFor(depth, background);

  it.each(Object.entries(roles) as [Role, string][])("%s can be read", (role, color) => {
    for (const behind of backgrounds[background])
      expect(contrast(color, behind), behind).toBeGreaterThanOrEqual(role === "faint" ? 3 : 4.5);
  });

  it("of people can be read, and differ", () => {
    for (const color of names)
      for (const behind of backgrounds[background])
        expect(contrast(color, behind), `${color} on ${behind}`).toBeGreaterThanOrEqual(4.5);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("colours", () => {
  it("of 16 are the terminal's own, and none of the light ones is bright", () => {
    for (const depth of [0, 1] as const) {
      const { names, ...roles } = themeFor(depth, "light");
      for (const color of [...names, ...Object.values(roles)])
        expect(color).toMatch(/^(?:blue|green|magenta|red|cyan|gray)$/);
      expect(themeFor(depth, "dark").accent).toBe("cyan");
    }
  });

  it("of a name are the same everywhere, and names get all of them", () => {
    const theme = themeFor(3, "dark");
    expect(nameColor(theme, "ada")).toBe(nameColor(theme, "ada"));
    const given = new Set(Array.from({ length: 200 }, (_, at) => nameColor(theme, `peer${at}`)));
    expect(given.size).toBe(theme.names.length);
  });
});
