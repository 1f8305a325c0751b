// What the command line says about how screens look; without it the terminal and its environment are asked.
import { localeIsAscii } from "./state/ascii.ts";
import type { Background } from "./state/theme.ts";

interface ScreenSettings {
  theme: Background | "auto";
  /** Without it the locale decides. */
  ascii?: boolean;
}

/** Of the process: there is one terminal, and each screen is opened far from where the options are read. */
export const screenSettings: ScreenSettings = { theme: "auto" };

export const drawsAscii = (): boolean => screenSettings.ascii ?? localeIsAscii(process.env);
