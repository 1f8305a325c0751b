// Whether the terminal's background is dark or light: what it answers when it is asked, or what its environment says.
import type { Background } from "./state/theme.ts";

/** Asks for the background's colour. Terminals that don't know the question say nothing. */
export const BACKGROUND_QUESTION = "\u001b]11;?\u001b\\";

const ANSWER = /\u001b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** Each colour comes with one to four digits. */
const share = (digits: string): number => Number.parseInt(digits, 16) / (16 ** digits.length - 1);

/** What an answer among the input says; undefined where there is none. */
export function answeredBackground(input: string): Background | undefined {
  const found = ANSWER.exec(input);
  if (!found) return undefined;
  const [red, green, blue] = found.slice(1).map(share) as [number, number, number];
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? "light" : "dark";
}

/** As `COLORFGBG` has it: the numbers of two of 16 colours, the background's last. */
export function knownBackground({ COLORFGBG }: NodeJS.ProcessEnv): Background {
  const number = /;(\d+)$/.exec(COLORFGBG ?? "")?.[1];
  if (number === undefined) return "dark";
  return Number(number) === 7 || Number(number) > 8 ? "light" : "dark";
}
