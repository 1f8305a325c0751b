// `rtrooms completion`: the script that makes a shell complete commands, options, and the names of rooms that are there.
import { Argument, Command } from "commander";
import { note, printLine } from "../output.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

const INSTALL: Record<string, string> = {
  bash: `echo 'eval "$(rtrooms completion bash)"' >> ~/.bashrc`,
  zsh: `echo 'eval "$(rtrooms completion zsh)"' >> ~/.zshrc`,
  fish: "rtrooms completion fish > ~/.config/fish/completions/rtrooms.fish",
  powershell: "Add-Content $PROFILE 'rtrooms completion powershell | Out-String | Invoke-Expression'",
};

export const completionCommand = (): Command =>
  new Command("completion")
    .description("print the script that makes your shell complete this program's lines")
    .addArgument(new Argument("<shell>", "your shell").choices([...SHELLS]))
    .action(async (shell: string) => {
      const { scripts } = await import("../completion-scripts.ts");
      for (const line of scripts[shell]!.split("\n")) printLine(line);
      if (process.stdout.isTTY) note(`To have it in each new shell: ${INSTALL[shell]}`);
    })
    .addHelpText(
      "after",
      `
Examples:
  $ ${INSTALL.bash}
  $ ${INSTALL.zsh}       below compinit
  $ ${INSTALL.fish}
  > ${INSTALL.powershell}

The names of rooms and members come from the server that the line names, or the one in use; where it doesn't
answer within 300 ms there are none.`,
    );
