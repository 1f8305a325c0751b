// What a scenario and a picture are: data, and the few steps that lead to a state of a screen.
import type { Terminal } from "../support/pty.ts";
import type { Film } from "./film.ts";
import type { Mask } from "./masks.ts";
import type { Size, Stage } from "./stage.ts";

export const SIZES: readonly Size[] = [
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 40, rows: 10 },
];
export const TINY: readonly Size[] = [{ columns: 39, rows: 9 }];

/** One state of a screen: a file for each size. */
export interface Scenario {
  /** Names the files. */
  state: string;
  /** What is typed after `rtrooms`. */
  args: readonly string[];
  /** What `rtrooms serve` is given; `null`: there is no server. */
  serve?: readonly string[] | null;
  env?: Record<string, string>;
  sizes?: readonly Size[];
  /** What is there before the screen opens. */
  before?(stage: Stage): Promise<unknown>;
  /** From the start of the program until the state is on the terminal, which is the first of the sizes. */
  until(terminal: Terminal, stage: Stage): Promise<unknown>;
  /** Before each size but the first: for what goes on by itself if it is left alone for long. */
  between?(stage: Stage): Promise<unknown>;
  /** What differs from machine to machine. */
  masks?: readonly Mask[];
  /** It prints and takes no keys: started anew for each size, and complete when `until` is. */
  prints?: boolean;
}

/** A short recording of a screen, for the README. */
export interface Picture {
  /** In the title bar, and what a reader who can't see it is told. */
  title: string;
  alt: string;
  args: readonly string[];
  serve?: readonly string[] | null;
  size: Size;
  before?(stage: Stage): Promise<unknown>;
  masks?: readonly Mask[];
  prints?: boolean;
  play(film: Film, stage: Stage): Promise<unknown>;
}

/** What a file of scenarios/ exports; the file's name is the screen's. */
export interface Screen {
  scenarios: readonly Scenario[];
  picture?: Picture;
}
