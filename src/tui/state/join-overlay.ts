// What the join screen shows in place of its panels: a member or an entry in whole, the invitation, keys and commands.
import { safeText } from "../../protocol/safe-text.ts";
import { clock, codeText, longAge } from "./format.ts";
import { COMMANDS } from "./join-commands.ts";
import { wholeLines } from "./join-data.ts";
import { linksInOrder, stateOfLink, wayOf } from "./join-links.ts";
import { stateOfSeat } from "./join-seats.ts";
import { isHost, type JoinState, type Overlay, personOf } from "./join-state.ts";
import { fillLines, type Line, lineOf } from "./lines.ts";
import { pieces, qrCode } from "./qr.ts";
import { field, wrap } from "./text.ts";
import type { Role } from "./theme.ts";

export interface KeyHelp {
  keys: string;
  help: string;
}

export function overlayTitle(state: JoinState, overlay: Overlay): string {
  switch (overlay.kind) {
    case "member":
      return personOf(state, overlay.peer);
    case "entry":
      return overlay.title;
    case "invite":
      return `invite to ${state.room}`;
    case "help":
      return "keys and commands";
    default:
      return overlay satisfies never;
  }
}

export function overlayLines(
  state: JoinState,
  overlay: Overlay,
  { keys, columns, rows }: { keys: readonly KeyHelp[]; columns: number; rows: number },
): Line[] {
  switch (overlay.kind) {
    case "member":
      return memberLines(state, overlay.peer, columns);
    case "entry":
      return wrapped(overlay.lines, columns);
    case "invite":
      return inviteLines(state, columns, rows);
    case "help":
      return helpLines(keys);
    default:
      return overlay satisfies never;
  }
}

const wrapped = (lines: readonly string[], columns: number): Line[] =>
  lines.flatMap((line) => wrap(line, Math.max(1, columns)).map((part) => lineOf(part)));

const pair = (key: string, value: string): Line => [
  { text: `${field(key, 9)} `, role: "faint" },
  { text: value },
];

export function memberLines(state: JoinState, peer: string, columns: number): Line[] {
  const person = state.people.find((each) => each.peer === peer);
  const more = state.more.get(peer);
  if (!person || !more) return [];
  const [text, role] = stateOfSeat(state, person);
  const rights = [peer === state.view?.host && "host", peer === state.self && "you"]
    .filter(Boolean)
    .join(", ");
  const links = linksInOrder(state.links).filter(({ peers }) => peers.includes(peer));
  return [
    pair("peer", safeText(peer)),
    pair(
      "seat",
      `${person.seat}${person.watches ? ", among the spectators" : ""}${rights && ` · ${rights}`}`,
    ),
    [
      { text: `${field("state", 9)} `, role: "faint" },
      { text, role },
    ],
    pair("joined", `${clock(more.joinedAt)} · ${longAge(Math.max(0, state.now - more.joinedAt))} ago`),
    ...(peer === state.self && state.pingMs !== null
      ? [pair("ping", `${state.pingMs} ms to the server and back`)]
      : []),
    ...links.map((link) => {
      const other = link.peers.find((each) => each !== peer)!;
      const words = [stateOfLink(link), wayOf(link, peer), link.tookMs === null ? "" : `${link.tookMs} ms`];
      return pair("link", `${personOf(state, other)} · ${words.filter(Boolean).join(" · ")}`);
    }),
    [],
    lineOf("data", { bold: true }),
    ...wrapped(wholeLines(more.data), columns),
  ];
}

const LEAST_TEXT = 30;

/** The QR code beside the words where there is room for both, else under them, else none. */
function inviteLines(state: JoinState, columns: number, rows: number): Line[] {
  const link = state.invitation?.link && safeText(state.invitation.link);
  if (!link) return invitationWords(state, columns);
  const { ascii } = state;
  const beside = qrCode(link, { ascii, within: { columns: columns - LEAST_TEXT - 2, rows } });
  if (beside) {
    const room = columns - beside.columns - 2;
    const words = invitationWords(state, room);
    return fillLines(words, Math.max(words.length, beside.rows), room).map((line, row) => [
      ...line,
      { text: "  " },
      ...paperLine(beside.lines[row] ?? "", ascii),
    ]);
  }
  const words = invitationWords(state, columns);
  const under = qrCode(link, { ascii, within: { columns, rows: rows - words.length - 1 } });
  if (under) return [...words, [], ...under.lines.map((line) => paperLine(line, ascii))];
  return [...words, lineOf("A larger terminal shows it as a QR code.", { role: "faint" })];
}

/** Of ASCII signs a camera sees the gaps between them, unless they are as black as what is behind them. */
const paperLine = (line: string, ascii: boolean): Line =>
  ascii
    ? pieces(line).map(({ text, isSigns }) => ({ text, paper: isSigns ? "black" : "white" }))
    : [{ text: line, paper: "white" }];

/** `whole` is how wide what is copied may be: it can't be in pieces where nothing puts them together again. */
export function invitationWords(state: JoinState, columns: number, whole = columns): Line[] {
  const { view, invitation } = state;
  if (!invitation) return [];
  const code = view?.code === undefined ? null : codeText(safeText(view.code));
  const quiet = (text: string, role: Role): Line[] =>
    wrap(text, columns).map((part) => lineOf(part, { role }));
  return [
    ...(code ? [lineOf(code, { bold: true, role: "accent" }), []] : []),
    ...labelled("in a terminal", safeText(invitation.command), whole),
    ...(invitation.link ? [[], ...labelled("in a browser", safeText(invitation.link), whole)] : []),
    ...(code || isHost(state) ? [] : [[], ...quiet("Only the host can make an invite code.", "faint")]),
    ...(invitation.here
      ? [
          [],
          ...quiet(
            "This address is good on this machine only. For others: serve --host 0.0.0.0, and join with --url.",
            "warn",
          ),
        ]
      : []),
  ];
}

const labelled = (label: string, value: string, columns: number): Line[] => [
  lineOf(label, { role: "faint" }),
  ...wrap(value, columns).map((part) => lineOf(part)),
];

function helpLines(keys: readonly KeyHelp[]): Line[] {
  return [
    lineOf("keys", { bold: true }),
    ...keys.map(
      ({ keys: key, help }): Line => [{ text: `${field(key, 11)} `, role: "accent" }, { text: help }],
    ),
    [],
    lineOf("commands, behind a :", { bold: true }),
    ...Object.entries(COMMANDS).map(
      ([name, { args, help }]): Line => [
        { text: `${field(`${name}${args ? ` ${args}` : ""}`, 28)} `, role: "accent" },
        { text: help },
      ],
    ),
  ];
}
