// `rtrooms serve`: starts a server, says where it is, and drains it when asked to stop.
import { Command } from "commander";
import type { InForce } from "../config/in-force.ts";
import { typedSettings } from "../config/typed.ts";
import { printDocument } from "../output.ts";
import { addServeFlags } from "../serve-flags.ts";

interface Options {
  config?: string;
  printConfig?: boolean;
  configSchema?: boolean;
  verify?: boolean;
  json?: boolean;
  qr?: boolean;
  status?: boolean;
  quiet?: boolean;
}

export function serveCommand(): Command {
  const command = new Command("serve").description("start a server for rooms, chat and WebRTC signaling");
  return addServeFlags(command)
    .addHelpText(
      "after",
      `
Examples:
  $ npx rtrooms serve                        on http://127.0.0.1:7420, history in your data folder
  $ npx rtrooms serve --port 0 --memory --json   for a test: free port, nothing kept, one line when ready
  $ npx rtrooms serve --host 0.0.0.0 --open --qr    everyone in this network may come in, phones by camera
  $ npx rtrooms serve --ice-server stun:stun.example.org
  $ npx rtrooms serve --config rtrooms.jsonc    namespaces with rules of their own
  $ npx rtrooms serve --config rtrooms.jsonc --print-config    what is in force, and why`,
    )
    .action(run);
}

async function run(options: Options, command: Command): Promise<void> {
  if (options.configSchema) {
    const { editorSchema } = await import("../config/schema.ts");
    printDocument(editorSchema());
    return;
  }
  const inForce = await configured(command, options.config);
  const adminToken = process.env.RTROOMS_ADMIN_TOKEN || undefined;
  if (options.printConfig) {
    const { printedConfig } = await import("../config/print.ts");
    printDocument(printedConfig(inForce.settled, adminToken, process.env.RTROOMS_TURN_SECRET));
    return;
  }
  if (options.verify) {
    const { verifyHistory } = await import("../verify.ts");
    return verifyHistory(inForce.values, options);
  }
  const { startServer } = await import("../serve-start.ts");
  await startServer(inForce.values, adminToken, command.optsWithGlobals());
}

/** Flags, then the environment, then the file, then the defaults. */
async function configured(command: Command, file: string | undefined): Promise<InForce> {
  const { InForce } = await import("../config/in-force.ts");
  const source = file ? (await import("../config/read.ts")).readConfig(file) : null;
  const { flags, environment } = typedSettings(command);
  return new InForce(flags, environment, source);
}
