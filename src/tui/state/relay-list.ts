// The list of exchanges: the columns it is shown in, the orders it can stand in, and what a filter leaves of it.
import { type FindingCode, strengths } from "../../signals/codes.ts";
import { age } from "./format.ts";
import type { ExchangeEntry } from "./relay-exchange.ts";
import type { Filter } from "./relay-filter.ts";
import { standing, worstOf } from "./relay-item.ts";
import type { Kept } from "./relay-kept.ts";
import { peopleOf, stateLook, strengthLook } from "./relay-look.ts";
import { exchangeSubject, type NameOf } from "./relay-subject.ts";
import { took } from "./relay-times.ts";
import type { Column } from "./table.ts";

const severity = ({ findings }: ExchangeEntry): number => {
  const worst = worstOf(findings);
  return worst === null ? strengths.length : strengths.indexOf(worst);
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the title of a column; the order in which each is looked at first. */
const orders = {
  AGE: (a, b) => b.number - a.number,
  WHO: (a, b, nameOf) => byText(whoText(a, nameOf), whoText(b, nameOf)),
  STATE: (a, b) => byText(a.state, b.state),
  "UP IN": (a, b) => (b.connectMs ?? -1) - (a.connectMs ?? -1),
  CAND: (a, b) => b.candidates - a.candidates,
  FINDINGS: (a, b) => severity(a) - severity(b) || b.findings.length - a.findings.length,
  ROOM: (a, b) => byText(a.room, b.room),
} satisfies Record<string, (a: ExchangeEntry, b: ExchangeEntry, nameOf: NameOf) => number>;

export type SortColumn = keyof typeof orders;
export const sortColumns = Object.keys(orders) as SortColumn[];

export interface Sort {
  column: SortColumn;
  reversed: boolean;
}

export function whoText({ peers }: ExchangeEntry, nameOf: NameOf): string {
  const [from, to] = peopleOf(peers, nameOf);
  return `${from} → ${to}`;
}

/** Each code once, the surest first: `✗SIG007 ▲SIG013`. */
export function findingsText(entry: ExchangeEntry): string {
  const byCode = new Map<FindingCode, number>();
  for (const { code, strength } of standing(entry.findings)) {
    const rank = strengths.indexOf(strength);
    byCode.set(code, Math.min(rank, byCode.get(code) ?? rank));
  }
  return [...byCode]
    .sort(([, a], [, b]) => a - b)
    .map(([code, rank]) => `${strengthLook[strengths[rank]!].sign} ${code}`)
    .join(" ");
}

/** A relay can't see a link come up: who doesn't report leaves it open. */
export const upText = ({ connectMs, reported, state }: ExchangeEntry): string => {
  if (connectMs !== null) return took(connectMs);
  return !reported && (state === "answered" || state === "trickling" || state === "ended")
    ? "not reported"
    : "–";
};

const stateText = (entry: ExchangeEntry): string => {
  const { state, restarts } = entry;
  return `${stateLook[state].sign} ${state}${restarts > 0 ? ` ↻${restarts}` : ""}`;
};

export const listColumns = (
  nameOf: NameOf,
  now: number,
  isWhole: boolean,
): readonly Column<ExchangeEntry>[] => [
  { title: "WHO", width: isWhole ? 24 : 17, text: (entry) => whoText(entry, nameOf) },
  {
    title: "STATE",
    width: 14,
    text: stateText,
    look: ({ state }) => ({ role: stateLook[state].role }),
  },
  { title: "AGE", width: 5, align: "right", rank: 2, text: ({ startedAt }) => age(now - startedAt) },
  { title: "UP IN", width: 12, align: "right", rank: 1, text: upText },
  {
    title: "O/A",
    width: 5,
    align: "right",
    rank: 4,
    text: ({ offers, answers }) => `${offers}/${answers}`,
  },
  { title: "CAND", width: 5, align: "right", rank: 3, text: ({ candidates }) => String(candidates) },
  { title: "ROOM", width: 14, rank: 5, text: ({ room }) => room },
  {
    title: "FINDINGS",
    text: findingsText,
    look: ({ findings }) => {
      const worst = worstOf(findings);
      return worst === null ? {} : { role: strengthLook[worst].role };
    },
  },
];

interface Shown {
  version: number;
  filter: Filter;
  sort: Sort;
  entries: readonly ExchangeEntry[];
}

const shownOf = new WeakMap<Kept, Shown>();

/** Found out anew only where something came, or something else is asked for. */
export function shownEntries(kept: Kept, filter: Filter, sort: Sort): readonly ExchangeEntry[] {
  const last = shownOf.get(kept);
  if (last?.version === kept.version && last.filter === filter && last.sort === sort) return last.entries;
  const nameOf = (peer: string) => kept.nameOf(peer);
  const all = [...kept.exchanges.values()];
  const entries =
    filter.text.trim() === "" ? all : all.filter((entry) => filter.holds(exchangeSubject(entry, nameOf)));
  const way = sort.reversed ? -1 : 1;
  entries.sort((a, b) => way * (orders[sort.column](a, b, nameOf) || b.number - a.number));
  shownOf.set(kept, { version: kept.version, filter, sort, entries });
  return entries;
}
