// `rtrooms relay open FILE`: a capture in the screens of relay, which are there before it is read to its end.
import { basename } from "node:path";
import { Command, type OptionValues } from "commander";
import { safeText } from "../protocol/safe-text.ts";
import { usageError } from "./exit.ts";
import { chooseMode } from "./mode.ts";
import { withScreen } from "./screen-options.ts";

export const relayOpenCommand = (): Command =>
  withScreen(new Command("open"))
    .argument("<file>", "a capture, a HAR file of a browser, or a dump of chrome://webrtc-internals")
    .description("look at a recording in the screens of relay")
    .addHelpText(
      "after",
      `
Examples:
  $ rtrooms relay --record call.jsonl       record until Ctrl-C
  $ rtrooms relay open call.jsonl           look at it, without a server
  $ rtrooms relay open page.har             what a browser's tab sent and received`,
    )
    .action(run);

async function run(file: string, options: OptionValues): Promise<void> {
  if (chooseMode(options) !== "screen") {
    throw usageError(
      "A capture is opened on a screen, and there is none here.",
      "Run it on a terminal, or with --tui.",
    );
  }
  const { readCapture, readHead } = await import("./capture-file.ts");
  const { complete, bytes } = await readHead(file);
  const [{ recordedScreen }, { saveRecords }, { screenExit }] = await Promise.all([
    import("../tui/relay-recorded.ts"),
    import("./relay-save.ts"),
    import("./screen-exit.ts"),
  ]);
  const end = await recordedScreen({
    name: safeText(basename(file)),
    complete,
    save: saveRecords,
    async read(onPiece) {
      return (await readCapture(file, (records, at) => onPiece(records, at / bytes))).endedAt;
    },
  });
  screenExit(end);
}
