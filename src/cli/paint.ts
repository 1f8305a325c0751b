// Lines with roles as what a terminal shows: for what is written to stderr, outside of screens.
import { chalkStderr, type ForegroundColorName } from "chalk";
import { asciiText } from "../tui/painted.ts";
import { drawsAscii } from "../tui/settings.ts";
import type { Line, Segment } from "../tui/state/lines.ts";
import { themeFor } from "../tui/state/theme.ts";

/** The terminal's own sixteen colours fit its background, which nobody has asked for here. */
const theme = themeFor(Math.min(chalkStderr.level, 1) as 0 | 1, "dark");

export const paint = (line: Line): string => line.map(paintSegment).join("");

function paintSegment({ text: signs, role, bold }: Segment): string {
  const text = drawsAscii() ? asciiText(signs) : signs;
  const colored = role ? chalkStderr[theme[role] as ForegroundColorName](text) : text;
  return bold ? chalkStderr.bold(colored) : colored;
}
