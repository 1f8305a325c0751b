// The options of every command that can draw a screen: whether it does, and how the screen looks.
import { type Command, Option } from "commander";
import { screenSettings } from "../tui/settings.ts";

export interface ScreenOptions {
  tui?: boolean;
  screenReader?: boolean;
  theme?: "dark" | "light" | "auto";
  ascii?: boolean;
}

/** In the environment "0" and "false" refuse what anything else asks for. */
function unlessRefused(command: Command, name: string): void {
  if (command.getOptionValueSource(name) !== "env") return;
  const { envVar } = command.options.find((option) => option.attributeName() === name)!;
  if (["", "0", "false"].includes(process.env[envVar!] ?? "")) command.setOptionValue(name, undefined);
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
      for (const name of ["ascii", "screenReader"]) unlessRefused(acting, name);
      const { theme = "auto", ascii } = acting.opts<ScreenOptions>();
      screenSettings.theme = theme;
      screenSettings.ascii = ascii;
    });
