// `rtrooms context`: servers that are saved under a name, with namespace, name and token, and which of them is in use.
import { Command, Option, type OptionValues } from "commander";
import { parseUrl, withName, withNamespace, withServer } from "../options.ts";

const load = () => import("../context-commands.ts");

export function contextCommand(): Command {
  const save = new Command("save")
    .alias("add")
    .description("save a server under a name, or change what is saved")
    .argument("<context>", "the name to save it by")
    .addOption(new Option("--url <url>", "its address").argParser(parseUrl))
    .option("--ns <namespace>", "the namespace")
    .option("--name <name>", "what others see")
    .option("--token <token>", "the token, file:///PATH or env://NAME where it is, or - for stdin")
    .option("--token-file <file>", "the file that the token is read from each time")
    .option("--ca <file>", "the certificate that signed the server's")
    .option("--use", "use it from now on")
    .action(async (name: string, options: OptionValues) => (await load()).saveContext(name, options));
  const list = withMask(new Command("list"))
    .alias("ls")
    .description("all saved servers, with a star at the one in use")
    .action(async (options: OptionValues) => (await load()).listContexts(options));
  const use = new Command("use")
    .alias("select")
    .description("choose the server that commands go to; - chooses the one before")
    .argument("<context>")
    .action(async (name: string) => (await load()).useContext(name));
  const unselect = new Command("unselect")
    .description("use none: commands go to http://127.0.0.1:7420 again")
    .action(async () => (await load()).unselectContext());
  const show = withMask(withName(withNamespace(withServer(new Command("show")))))
    .alias("info")
    .description("one saved server, or where each value of a command comes from")
    .argument("[context]", "without it the one in use")
    .option("--origins", "what a command with these options would use, and where each value comes from")
    .action(async (name: string | undefined, options: OptionValues, command: Command) =>
      (await load()).showContext(name, options, command),
    );
  const remove = new Command("rm")
    .aliases(["remove", "delete"])
    .description("forget a saved server")
    .argument("<context>")
    .action(async (name: string) => (await load()).removeContext(name));

  save.addHelpText(
    "after",
    `
Examples:
  $ rtrooms context save prod --url https://rooms.example.org --token-file ~/prod.token --use
  $ rtrooms context save ci --url http://10.0.0.5:7420 --token env://CI_TOKEN
  $ pass show rooms | rtrooms context save prod --token -`,
  );
  show.addHelpText(
    "after",
    `
Examples:
  $ rtrooms context show prod
  $ rtrooms context show --origins            what counts here, and why
  $ rtrooms context show prod --json --unmasked | jq -r .token`,
  );
  return new Command("context")
    .description("servers saved by name: which there are, and which one commands go to")
    .addCommand(save)
    .addCommand(list, { isDefault: true })
    .addCommand(use)
    .addCommand(unselect)
    .addCommand(show)
    .addCommand(remove)
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms context save prod --url https://rooms.example.org --token-file ~/prod.token
  $ rtrooms context use prod                  from now on
  $ rtrooms context use -                     back to the one before
  $ rtrooms stats --context prod              once
  $ rtrooms context show --origins            where each value comes from

What is typed counts most, then RTROOMS_* of the environment, then the context, then the defaults. A context's
token goes to its own server only: with another --url the context is left out.`,
    );
}

const withMask = (command: Command): Command =>
  command
    .option("--json", "print one JSON document")
    .option("--unmasked", "show tokens, which are hidden otherwise");
