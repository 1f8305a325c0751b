// One row of the ladder looked at closely: a description section by section, candidates in words, a finding's story.
import { safeText } from "../../protocol/safe-text.ts";
import { factsOf, titleOf } from "../../signals/compare.ts";
import { parseDescription } from "../../signals/sdp.ts";
import { bytes, preciseClock } from "./format.ts";
import { type Line, lineOf, type Segment } from "./lines.ts";
import type { LadderRow } from "./relay-fold.ts";
import { candidateOf, candidateTextOf, type Item, sdpOf } from "./relay-item.ts";
import { pointedAt } from "./relay-kept.ts";
import { kindRole, personOf, strengthLook } from "./relay-look.ts";
import { memberWords, pairText } from "./relay-row.ts";
import type { NameOf } from "./relay-subject.ts";
import { span } from "./relay-times.ts";
import { meaningOf, placeText, standingOf, strengthWords, titleOfFinding, whyOf } from "./relay-words.ts";
import { wrap } from "./text.ts";

interface Setting {
  columns: number;
  raw: boolean;
  nameOf: NameOf;
}

const LABEL = 12;
const MOST_JSON = 4_000;

type Look = Omit<Segment, "text">;

export const wrapped = (text: string, columns: number, look: Look = {}): Line[] =>
  wrap(text, Math.max(8, columns)).map((line) => lineOf(line, look));

/** A name and its value, which may go on below itself. */
function fact(name: string, value: string, columns: number, look: Look = {}): Line[] {
  return wrap(value, Math.max(8, columns - LABEL)).map((line, at) => [
    { text: (at === 0 ? name : "").padEnd(LABEL), role: "faint" },
    { text: line, ...look },
  ]);
}

export function detailLines(row: LadderRow, setting: Setting): Line[] {
  const item = row.items[0]!;
  const { columns } = setting;
  if (item.finding) return findingStory(item, setting);
  const { record } = item;
  if (record?.type === "watch.members")
    return [
      [
        { text: personOf(item.from, setting.nameOf), person: item.from, bold: true },
        { text: ` ${memberWords(item)}` },
      ],
      ...fact("peer", item.from, columns),
      ...fact("room", item.room, columns),
      ...fact("at", preciseClock(item.time), columns),
    ];
  const lines = [...headLines(row, setting), ...pointing(item, columns)];
  if (item.kind === "offer" || item.kind === "answer") lines.push(...described(item, setting));
  else if (item.kind === "candidate") lines.push(...row.items.flatMap((one) => candidateLines(one, setting)));
  else if (item.kind === "report") lines.push(...reportLines(item, columns));
  else lines.push(...dataLines(item, columns));
  return lines;
}

function headLines({ items }: LadderRow, { columns, nameOf }: Setting): Line[] {
  const item = items[0]!;
  const { record, kind, from, to } = item;
  if (record?.type !== "watch.signals") return [];
  const number = items.length === 1 ? `#${record.seq}` : `#${record.seq}–${items.at(-1)!.record!.seq}`;
  const size = items.reduce(
    (sum, one) => sum + (one.record?.type === "watch.signals" ? one.record.bytes : 0),
    0,
  );
  const since = item.exchange ? span(item.time - item.exchange.startedAt) : "";
  return [
    [
      {
        text: `${number} ${items.length > 1 ? `${items.length} ${kind}s` : kind} `,
        bold: true,
        role: kindRole[kind],
      },
      { text: personOf(from, nameOf), person: from, bold: true },
      { text: " → " },
      { text: personOf(to, nameOf), person: to, bold: true },
    ],
    ...wrapped(
      [bytes(size), since, preciseClock(item.time), record.verdict].filter(Boolean).join(" · "),
      columns,
      {
        role: record.verdict && record.verdict !== "delivered" ? "bad" : "faint",
      },
    ),
    ...(record.exchange ? fact("exchange", safeText(record.exchange), columns) : []),
  ];
}

/** What was found about this signal, before anything else that it says. */
const pointing = ({ findings }: Item, columns: number): Line[] =>
  findings
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap((finding) => {
      const { sign, role } = strengthLook[finding.strength];
      return wrapped(`${sign} ${finding.code} ${finding.strength}: ${finding.what}`, columns, { role });
    });

function described(item: Item, { columns, raw }: Setting): Line[] {
  const sdp = sdpOf(item);
  if (sdp === null) return item.record?.type === "watch.signals" ? dataLines(item, columns) : [];
  if (raw) return ["", ...sdp.trimEnd().split(/\r?\n/)].flatMap((line) => rawLine(safeText(line), columns));
  const { sections, bundles, iceLite, origin } = parseDescription(sdp);
  const head = [
    `${sections.length} section${sections.length === 1 ? "" : "s"}`,
    bundles.length > 0 ? `bundle ${bundles.map((mids) => mids.join(" ")).join(" | ")}` : "no bundle",
    ...(iceLite ? ["ICE lite"] : []),
    ...(origin ? [`version ${origin.version}`] : []),
  ];
  return [
    ...wrapped(safeText(head.join(" · ")), columns, { role: "faint" }),
    ...sections.flatMap((section) => [
      [],
      lineOf(safeText(titleOf(section)), {
        bold: true,
        role: section.port === 0 && !section.bundleOnly ? "warn" : undefined,
      }),
      ...factsOf(section).flatMap(([name, value]) => fact(name, safeText(value), columns)),
    ]),
  ];
}

const rawLine = (line: string, columns: number): Line[] =>
  line.startsWith("m=") ? wrapped(line, columns, { bold: true, role: "accent" }) : wrapped(line, columns);

function candidateLines(item: Item, { columns, raw }: Setting): Line[] {
  const text = candidateTextOf(item);
  if (text === null || raw) return [[], ...dataLines(item, columns)];
  if (text === "") return [[], lineOf("no more candidates", { bold: true })];
  const candidate = candidateOf(item);
  if (!candidate)
    return [[], ...wrapped(`no candidate: ${safeText(text.slice(0, MOST_JSON))}`, columns, { role: "bad" })];
  const { type, component, ufrag, priority } = candidate;
  const more = [
    component === 1 ? "" : `component ${component}`,
    `priority ${priority}`,
    ufrag ? `ufrag ${ufrag}` : "",
  ];
  return [
    [],
    ...wrapped(`${type.padEnd(5)} ${safeText(placeText(candidate))}`, columns, { bold: true }),
    ...wrapped(`  ${meaningOf(candidate)}`, columns),
    ...wrapped(`  ${safeText(more.filter(Boolean).join(" · "))}`, columns, { role: "faint" }),
  ];
}

function reportLines(item: Item, columns: number): Line[] {
  const { record, exchange } = item;
  if (record?.type !== "watch.signals") return [];
  const pair = pairText(item);
  const relayed = record.pair && [record.pair.local, record.pair.remote].includes("relay");
  return [
    [],
    ...fact("state", record.state ?? "", columns, { bold: true }),
    ...fact("pair", pair === "" ? "not reported" : pair, columns),
    ...(pair === "" ? [] : fact("way", relayed ? "through a TURN server" : "from peer to peer", columns)),
    ...(exchange?.connectMs != null
      ? fact("up after", `${span(exchange.connectMs).slice(1)} s from the first offer`, columns)
      : []),
    [],
    ...wrapped("Reported by the page: no server sees whether a link came up.", columns, { role: "faint" }),
  ];
}

function dataLines({ record }: Item, columns: number): Line[] {
  if (record?.type !== "watch.signals") return [];
  if (record.data === undefined) return [[], lineOf("Its data was not recorded.", { role: "faint" })];
  const json = JSON.stringify(record.data, null, 2) ?? "null";
  const cut = json.length > MOST_JSON ? `${json.slice(0, MOST_JSON)}…` : json;
  return [[], ...cut.split("\n").flatMap((line) => wrapped(safeText(line), columns))];
}

function findingStory(item: Item, { columns, nameOf }: Setting): Line[] {
  const finding = item.finding!;
  const { code, strength, what, advice, signals, peer } = finding;
  const { sign, role } = strengthLook[strength];
  const standing = standingOf(finding);
  const part = (title: string, text: string): Line[] => [
    [],
    lineOf(title, { role: "faint" }),
    ...wrapped(text, columns),
  ];
  const pointed = signals.map((seq) => {
    const signal = item.exchange && pointedAt(item.exchange, seq);
    return signal
      ? `#${seq} ${signal.kind} ${personOf(signal.from, nameOf)} → ${personOf(signal.to, nameOf)}`
      : `#${seq}, not kept any more`;
  });
  return [
    ...wrapped(`${sign} ${code} ${titleOfFinding(finding)}`, columns, { bold: true, role }),
    ...wrapped(strengthWords[strength], columns, { role: "faint" }),
    ...(standing === "" ? [] : wrapped(standing, columns, { bold: true })),
    ...part("WHAT", `${what} (${personOf(peer, nameOf)})`),
    ...part("WHY IT MATTERS", whyOf(finding)),
    ...part("WHAT TO DO", advice),
    [],
    lineOf("SIGNALS", { role: "faint" }),
    ...pointed.flatMap((text) => wrapped(safeText(text), columns)),
    [],
    ...wrapped(`rtrooms explain ${code}`, columns, { role: "faint" }),
  ];
}
