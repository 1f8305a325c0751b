// The options of every command that can draw a screen: whether it does, and how the screen looks.
import { type Command, Option } from "commander";
import { screenSettings } from "../tui/settings.ts";

export interface ScreenOptions {
  tui?: boolean;
  screenReader?: boolean;
  theme?: "dark" | "light" | "auto";
  ascii?: boolean;
}

export const withScreen = (command: Command): Command =>
  command
    .option("--tui", "a screen also where CI, TERM or a screen reader speak against it")
    .option("--no-tui", "no screen, only lines")
    .addOption(
      new Option("--screen-reader", "no screen: lines that are read out as they come").env(
        "RTROOMS_SCREEN_READER",
      ),
    )
    .addOption(
      new Option("--theme <name>", "colours for this background; auto asks the terminal")
        .choices(["dark", "light", "auto"])
        .env("RTROOMS_THEME")
        .default("auto"),
    )
    .addOption(
      new Option("--ascii", "draw with ASCII alone, as is done where the locale is no UTF-8").env(
        "RTROOMS_ASCII",
      ),
    )
    .hook("preAction", (_, acting) => {
      const { theme = "auto", ascii } = acting.opts<ScreenOptions>();
      screenSettings.theme = theme;
      screenSettings.ascii = ascii;
    });
