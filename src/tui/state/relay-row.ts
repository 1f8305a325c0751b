// A row of the ladder in words: what its arrow or sign says, from the longest wording to the shortest.
import { codes } from "../../signals/codes.ts";
import type { Finding } from "../../signals/ledger.ts";
import { bytes } from "./format.ts";
import type { Line, Segment } from "./lines.ts";
import { type Arrow, arrowLine, type Lanes, signLine } from "./relay-arrows.ts";
import type { LadderRow } from "./relay-fold.ts";
import { candidateOf, type Item, worstOf } from "./relay-item.ts";
import { kindRole, strengthLook } from "./relay-look.ts";
import type { Role } from "./theme.ts";

/** `host/srflx`, each type once. */
export const candidateTypes = (items: readonly Item[]): string => {
  const types = items.map((item) => candidateOf(item)?.type ?? "end");
  return [...new Set(types)].join("/");
};

function candidateWordings(items: readonly Item[]): string[] {
  const count = items.length;
  const types = candidateTypes(items);
  return [
    `${count} candidate${count === 1 ? "" : "s"} ${types}`,
    `${count} cand ${types}`,
    `${count} cand`,
    `${count}c`,
  ];
}

function signalWordings(items: readonly Item[]): string[] {
  const [item] = items;
  const { kind, record } = item!;
  if (kind === "candidate") return candidateWordings(items);
  if (record?.type !== "watch.signals") return [kind];
  if (kind === "expired") return [`${record.of ?? "signal"} expired`, "expired"];
  if (kind === "end") return ["end of candidates", "end"];
  return [`${kind} ${bytes(record.bytes)}`, kind, kind.slice(0, 3)];
}

export const pairText = (item: Item): string => {
  const { record } = item;
  if (record?.type !== "watch.signals" || !record.pair) return "";
  const { local, remote, protocol } = record.pair;
  const ends = local === remote ? local : `${local} → ${remote}`;
  return protocol ? `${ends}/${protocol}` : ends;
};

const reportLook: Record<string, { sign: string; role: Role }> = {
  connecting: { sign: "◇", role: "info" },
  connected: { sign: "◆", role: "good" },
  failed: { sign: "✗", role: "bad" },
  closed: { sign: "□", role: "faint" },
};

const memberLook: Record<string, { sign: string; role: Role; words: string }> = {
  present: { sign: "●", role: "faint", words: "is in the room" },
  joined: { sign: "●", role: "good", words: "joined" },
  left: { sign: "○", role: "warn", words: "left" },
  held: { sign: "‖", role: "warn", words: "lost, seat held" },
  returned: { sign: "●", role: "good", words: "returned" },
};

const REASONS: Record<string, string> = {
  lost: "did not return",
  kick: "kicked",
  ban: "banned",
  timeout: "timed out",
};

export function memberWords({ record }: Item): string {
  if (record?.type !== "watch.members") return "";
  const reason = record.reason && REASONS[record.reason];
  return `${memberLook[record.what]!.words}${reason ? `: ${reason}` : ""}`;
}

const stops: Record<string, { stopped: "‖" | "✗"; role: Role }> = {
  queued: { stopped: "‖", role: "warn" },
  no_such_peer: { stopped: "✗", role: "bad" },
};

/** Without its time; exactly as wide as the lanes are. */
export function rowLine(row: LadderRow, lanes: Lanes): Line {
  const item = row.items[0]!;
  const { kind, from, to, record } = item;
  if (item.finding) return findingLine(item.finding, lanes.width);
  if (record?.type === "watch.members") {
    const { sign, role } = memberLook[record.what]!;
    return signLine(from, sign, [memberWords(item), record.what], role, lanes);
  }
  if (record?.type === "watch.signals" && kind === "report") {
    const { sign, role } = reportLook[record.state ?? "connecting"]!;
    const state = record.state ?? "";
    const pair = pairText(item);
    const wordings = pair === "" ? [state] : [`${state} · ${pair}`, state];
    return signLine(from, sign, wordings, role, lanes);
  }
  return arrowLine(arrowOf(row.items), lanes);

  function arrowOf(items: readonly Item[]): Arrow {
    const verdict = record?.type === "watch.signals" ? (record.verdict ?? "") : "";
    const stop = kind === "expired" ? stops.no_such_peer! : stops[verdict];
    const words = signalWordings(items);
    return {
      from,
      to,
      line: kind === "candidate" || kind === "end" ? "╌" : kind === "custom" ? "─" : "═",
      wordings: stops[verdict] ? [...words.map((word) => `${word} ${verdict}`), verdict, ""] : words,
      role: stop?.role ?? kindRole[kind],
      stopped: stop?.stopped,
    };
  }
}

export function findingLine(finding: Finding, columns: number): Line {
  const { code, strength, what, because, withdrawn, contradicted } = finding;
  const { sign, role } = strengthLook[strength];
  const more = withdrawn
    ? "withdrawn"
    : because
      ? `follows from ${because}`
      : contradicted
        ? "contradicted"
        : "";
  const look: Omit<Segment, "text"> = { role: withdrawn || because ? "faint" : role };
  const whole = `${sign} ${code} ${strength}${more === "" ? "" : `, ${more}`}`;
  return [
    { text: whole, ...look, bold: look.role !== "faint" },
    { text: `  ${codes[code].title}: ${what}`.slice(0, Math.max(0, columns)), role: look.role },
  ];
}

/** Before an arrow that a finding points at. */
export function rowSign(row: LadderRow): { sign: string; role?: Role } {
  if (row.items[0]!.finding) return { sign: " " };
  const worst = worstOf(row.items.flatMap(({ findings }) => findings));
  return worst === null ? { sign: " " } : strengthLook[worst];
}
