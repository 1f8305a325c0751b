// What a person sees when the server is ready, as lines: where it is, what it keeps, who gets in, and what to type next.
import { homedir } from "node:os";
import { safeText } from "../protocol/safe-text.ts";
import { bytes } from "../tui/state/format.ts";
import { type Line, lineOf, lineWidth, type Segment } from "../tui/state/lines.ts";
import { wrap } from "../tui/state/text.ts";
import type { Access, Entrance } from "./serve-access.ts";
import type { Place, Places } from "./serve-places.ts";

export interface Facts {
  version: string;
  ms: number;
  places: Places;
  adminUrl: string | null;
  engine: string;
  /** Null: in memory. */
  data: { folder: string; bytes: number } | null;
  access: Access;
  entrance: Entrance;
  /** Null: without TLS. */
  tls: { file: string; until: string; isOver: boolean } | null;
  /** Those that the configuration names, and whether there are no others. */
  namespaces: { names: readonly string[]; only: boolean };
}

/** One entry. All of it can be copied: an address stays in one piece, and a command is broken as shells allow it. */
interface Row {
  name: string;
  value: Segment;
  /** In place of the value where there is little room. */
  short?: Segment;
  /** Left out where there is no room for it. */
  note?: string;
  /** Default: an address. */
  kind?: "words" | "command";
}

/** Addresses in networks that are shown; a machine with containers has dozens. */
const MOST_PLACES = 3;
/** Where notes begin, unless the value is longer. */
const NOTES_AT = 28;
const NARROW = 60;

export function banner(facts: Facts, columns: number): Line[] {
  const blocks = [placeRows(facts), stateRows(facts), nextRows(facts)];
  const body = blocks.map((rows) => rows.flatMap((row) => rowLines(row, columns)));
  const head = [
    { text: `${" ".repeat(indentOf(columns))}rtrooms`, bold: true, role: "good" },
    { text: ` ${facts.version}`, bold: true },
    { text: `  ready in ${facts.ms} ms`, role: "faint" },
  ] satisfies Segment[];
  return [[], head, ...body.flatMap((lines) => [[], ...lines]), []];
}

function placeRows({ places: { here, elsewhere }, adminUrl }: Facts): Row[] {
  const others = elsewhere.filter((place) => place !== here);
  const client = `${here.url}/client.js`;
  return [
    { name: "page", value: link(here.url), note: others.length > 0 ? "this machine" : "open it in two tabs" },
    ...others.slice(0, MOST_PLACES).map((place) => otherRow(place)),
    ...(others.length > MOST_PLACES
      ? [{ name: "", value: { text: `and ${others.length - MOST_PLACES} more`, role: "faint" } } as Row]
      : []),
    { name: "socket", value: { text: safeText(here.ws) } },
    {
      name: "client",
      value: { text: `import { connect } from "${client}"` },
      short: { text: "/client.js" },
    },
    adminUrl === null
      ? {
          name: "admin",
          value: { text: `npx rtrooms rooms${urlFlag(here)}` },
          note: "you need no token",
          kind: "command",
        }
      : { name: "admin", value: { text: adminUrl }, note: "changes, figures, signals: nowhere else" },
    {
      name: "metrics",
      value: { text: `${adminUrl ?? here.url}/metrics` },
      short: adminUrl === null ? { text: "/metrics" } : undefined,
    },
    { name: "openapi", value: { text: `${here.url}/openapi.json` }, short: { text: "/openapi.json" } },
  ];
}

const otherRow = ({ url, network }: Place): Row => ({
  name: "",
  value: link(url),
  note: safeText(network ?? ""),
});

const urlFlag = ({ url }: Place): string =>
  url === "http://127.0.0.1:7420" ? "" : ` --url ${safeText(url)}`;

const link = (url: string): Segment => ({ text: safeText(url), role: "accent" });

function stateRows({ engine, data, access, tls, namespaces }: Facts): Row[] {
  const { names, only } = namespaces;
  const rows: Row[] = [{ name: "engine", value: { text: `${engine}, in this process` }, kind: "words" }];
  if (data) {
    rows.push({
      name: "history",
      value: { text: fromHome(safeText(data.folder)) },
      note: bytes(data.bytes),
    });
  } else {
    rows.push({ name: "history", value: { text: "in memory, gone when this ends" }, kind: "words" });
  }
  rows.push({ name: "access", value: accessWords(access), kind: "words" });
  if (tls) rows.push({ name: "tls", value: tlsWords(tls), kind: "words" });
  else if (!access.local) {
    const text = "off: what is said can be read on the way";
    rows.push({ name: "tls", value: { text }, kind: "words" });
  }
  if (names.length > 0) {
    const text = `${names.map(safeText).join(", ")}${only ? " and no others" : " and any other"}`;
    rows.push({ name: "ns", value: { text }, kind: "words" });
  }
  return rows;
}

function tlsWords({ file, until, isOver }: NonNullable<Facts["tls"]>): Segment {
  const text = `${safeText(file)}, good until ${until}`;
  return isOver ? { text: `! ${safeText(file)}, no good since ${until}`, role: "warn" } : { text };
}

const TOKENS = { none: "a token", listed: "a token that is listed", signed: "a signed token" };

function accessWords({ local, open, tokens }: Access): Segment {
  const token = TOKENS[tokens];
  if (open !== "all" && open.length === 0) {
    return { text: local ? `● this machine only, ${token} is needed` : `● ${token} is needed`, role: "good" };
  }
  const who = local ? "● this machine only" : "! open to everyone who reaches this address";
  const where = open === "all" ? "" : ` in ${open.map(namespaceWords).join(", ")}; elsewhere ${token}`;
  return { text: `${who}, no token needed${where}`, role: local ? "good" : "warn" };
}

const namespaceWords = (name: string): string =>
  name === "defaults" ? "all that have no name" : safeText(name);

function nextRows({ places: { here }, entrance: { namespace, token } }: Facts): Row[] {
  const ns = namespace === null ? "" : ` --ns ${quoted(safeText(namespace))}`;
  const chat = `npx rtrooms chat lobby${urlFlag(here)}${ns}${token ? " --token-file ada.token" : ""}`;
  const rows: Row[] = [{ name: "next", value: { text: chat, bold: true }, kind: "command" }];
  if (typeof token === "object" && token !== null) {
    const secret = token.secretFile === null ? "" : ` --secret-file ${quoted(safeText(token.secretFile))}`;
    const text = `npx rtrooms token --sub ada${secret} > ada.token`;
    rows[0]!.name = "";
    rows.unshift({ name: "next", value: { text, bold: true }, kind: "command" });
  } else if (token !== null) {
    const from = token === "keys" ? "signed by one of the keys" : "one that the configuration lists";
    rows.push({ name: "", value: { text: `ada.token: ${from}`, role: "faint" }, kind: "words" });
  }
  return [...rows, { name: "", value: { text: "Ctrl-C stops", role: "faint" } }];
}

/** As a shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function fromHome(folder: string): string {
  const home = homedir();
  return home !== "/" && folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

const indentOf = (columns: number): number => (columns < NARROW ? 1 : 2);

function rowLines({ name, value: long, short, note = "", kind }: Row, columns: number): Line[] {
  const isNarrow = columns < NARROW;
  const label = " ".repeat(indentOf(columns)) + name.padEnd(isNarrow ? 8 : 10);
  const value = isNarrow && short ? short : long;
  const room = columns - label.length;
  const texts =
    kind === "words" ? wrap(value.text, room) : kind ? breakCommand(value.text, room) : [value.text];
  const wide = lineWidth([value]);
  if (kind === undefined && wide > room) {
    // Whole on a line of its own rather than cut.
    return [...(name === "" ? [] : [faint(label)]), [{ text: "    " }, value]];
  }
  const lines = texts.map(
    (text, at): Line => [...faint(at === 0 ? label : " ".repeat(label.length)), { ...value, text }],
  );
  const gap = " ".repeat(Math.max(2, NOTES_AT - wide));
  if (note === "" || lines.length > 1 || wide + gap.length + note.length > room) return lines;
  return [[...lines[0]!, ...faint(gap + note)]];
}

const faint = (text: string): Line => lineOf(text, { role: "faint" });

/** Before an option, with what tells a shell that there is more, for which there must be room. */
function breakCommand(command: string, room: number): string[] {
  const parts = command.split(/ (?=--|> )/);
  const indent = parts.every((part) => part.length + 4 <= room) ? "  " : "";
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + part.length + 2 <= room)
      lines.splice(-1, 1, `${line} ${part}`);
    else lines.push(lines.length === 0 ? part : indent + part);
  }
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
}
