// What a person sees when the server is ready.
import chalk from "chalk";
import { safeText } from "../protocol/safe-text.ts";
import { version } from "../version.ts";

export interface Access {
  /** Only from this machine. */
  local: boolean;
  /** Somewhere peers enter without a token. */
  anyone: boolean;
  tokens: "none" | "listed" | "signed";
}

interface Facts {
  url: string;
  ws: string;
  adminUrl: string | undefined;
  /** Null: in memory. */
  dataDir: string | null;
  access: Access;
  ms: number;
}

export function banner({ adminUrl, dataDir, access, ms, ...places }: Facts): string {
  const [url, ws] = [places.url, places.ws].map(safeText) as [string, string];
  const at = url === "http://127.0.0.1:7420" ? "" : ` --url ${url}`;
  const rows: [string, string][] = [
    ["page", `${chalk.cyan(url)}  ${chalk.dim("open it in two tabs")}`],
    ["socket", ws],
    ["client", `import { connect } from "${url}/client.js"`],
    ...(adminUrl ? [["admin", adminUrl] as [string, string]] : []),
    ["history", dataDir === null ? "in memory, gone when this ends" : safeText(dataDir)],
    ["access", accessWords(access)],
    ["next", chalk.bold(`npx rtrooms chat lobby${at}`)],
  ];
  const lines = rows.map(([name, value]) => `  ${chalk.dim(name.padEnd(8))} ${value}`);
  const head = `${chalk.bold.green("rtrooms")} ${version} ${chalk.dim(`ready in ${ms} ms · Ctrl-C stops`)}`;
  return `\n  ${head}\n\n${lines.join("\n")}\n\n`;
}

function accessWords({ local, anyone, tokens }: Access): string {
  const place = local ? "this machine only" : "whoever reaches this address";
  const kind = { none: "", listed: "with a token that is listed", signed: "with a signed token" }[tokens];
  if (!anyone) return `${place}, ${kind}`;
  const also = tokens === "signed" ? ", with a signed token or without" : "";
  return local ? place + also : chalk.yellow(`! open: everyone who reaches this address${also}`);
}
