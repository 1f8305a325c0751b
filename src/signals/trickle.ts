// Taking a candidate into an exchange: whether it can be read, and what it belongs to.
import { isCandidateText, parseCandidate } from "./candidate.ts";
import type { Early, Exchange, Side } from "./exchange.ts";

export interface Trickled {
  seq: number;
  time: number;
  from: string;
  /** What the signal carries: null, or a candidate as a browser's `toJSON` gives it. */
  data: unknown;
}

/** A candidate waits so long for what it belongs to. */
export const DESCRIPTION_MS = 5_000;
export const MID_MS = 2_000;
const EARLY = 64;
const GATHERED = 64;

export function takeCandidate(exchange: Exchange, { seq, time, from, data }: Trickled): void {
  const side = exchange.sideOf(from);
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = fieldsOf(data);
  if (candidate === "") {
    side.overAt ??= time;
    return;
  }
  if (exchange.state === "answered") exchange.state = "trickling";
  const place = { peer: from, signals: [seq], time };
  if (typeof candidate !== "string" || !isCandidateText(candidate)) {
    const what = `it is no candidate: ${JSON.stringify(candidate)?.slice(0, 40) ?? "nothing"}`;
    exchange.ledger.add({ trigger: "no-candidate-text", strength: "sure", what }, place);
    return;
  }
  side.candidates++;
  const parsed = parseCandidate(candidate);
  if (parsed && side.gathered.length < GATHERED) side.gathered.push(parsed);
  const mid = typeof sdpMid === "string" && sdpMid !== "" ? sdpMid : null;
  const index = typeof sdpMLineIndex === "number" ? sdpMLineIndex : null;
  if (mid === null && index === null) {
    const what = "a candidate names neither sdpMid nor sdpMLineIndex";
    exchange.ledger.add({ trigger: "no-place", strength: "likely", what }, place);
  }
  const named = typeof usernameFragment === "string" && usernameFragment !== "" ? usernameFragment : null;
  const early = { seq, time, ufrag: named ?? parsed?.ufrag ?? null, mid };
  if (!belongs(side, early)) wait(side, { ...early, waits: "description" });
  else if (mid !== null && !midIsKnown(exchange, mid)) wait(side, { ...early, waits: "mid" });
  else if (mid === null && index !== null) judgeIndex(exchange, index, place);
}

function fieldsOf(data: unknown): Record<string, unknown> {
  if (data === null || data === undefined) return { candidate: "" };
  if (typeof data === "string") return { candidate: data };
  if (typeof data !== "object") return { candidate: data };
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = data as Record<string, unknown>;
  return { candidate: candidate ?? "", sdpMid, sdpMLineIndex, usernameFragment };
}

const wait = (side: Side, early: Early): void => {
  if (side.early.length < EARLY) side.early.push(early);
};

const belongs = (side: Side, { ufrag }: Pick<Early, "ufrag">): boolean =>
  ufrag === null ? side.describedAt !== null : side.ufrags.has(ufrag);

/** Sections have the names that either side gave them; where some have none, a name says nothing. */
function midIsKnown({ sides }: Exchange, mid: string): boolean {
  return (
    sides.some((side) => side.nameless || side.mids.has(mid)) || sides.every((side) => side.mids.size === 0)
  );
}

function judgeIndex(
  exchange: Exchange,
  index: number,
  place: { peer: string; signals: number[]; time: number },
): void {
  const most = Math.max(
    0,
    ...exchange.sides.flatMap(({ connections }) => connections.map(({ latest }) => latest.sections.length)),
  );
  if (most === 0 || index < most) return;
  const what = `a candidate is for section ${index + 1} of ${most}`;
  exchange.ledger.add({ trigger: "mid-unknown", strength: "sure", what }, place);
}

/** A description came: what waited for it was early, by so many milliseconds. */
export function settleEarly(
  exchange: Exchange,
  from: string,
  described: { seq: number; time: number },
): void {
  const side = exchange.sideOf(from);
  const first = side.early.find((early) => early.waits === "description" && belongs(side, early));
  if (first) {
    const what = `the first candidate was ${described.time - first.time} ms early`;
    const signals = [first.seq, described.seq];
    exchange.ledger.add(
      { trigger: "candidate-early", strength: "likely", what },
      { peer: from, signals, time: described.time },
    );
  }
  for (const each of exchange.sides) {
    each.early = each.early.filter((early) => {
      if (early.waits === "description") return !belongs(each, early);
      return !midIsKnown(exchange, early.mid!);
    });
  }
}

/** What has waited for too long. `elsewhere` says whether the same peer uses this generation with another one. */
export function overdue(
  exchange: Exchange,
  now: number,
  elsewhere: (peer: string, ufrag: string) => boolean,
): void {
  for (const side of exchange.sides) {
    const late = side.early.filter(
      ({ time, waits }) => now - time >= (waits === "mid" ? MID_MS : DESCRIPTION_MS),
    );
    if (late.length === 0) continue;
    side.early = side.early.filter((early) => !late.includes(early));
    for (const early of late) judgeLate(exchange, side, early, elsewhere);
  }
}

function judgeLate(
  exchange: Exchange,
  side: Side,
  { seq, time, ufrag, mid, waits }: Early,
  elsewhere: (peer: string, ufrag: string) => boolean,
): void {
  const place = { peer: side.peer, signals: [seq], time };
  const add = exchange.ledger.add.bind(exchange.ledger);
  if (waits === "mid")
    add({ trigger: "mid-unknown", strength: "sure", what: `no section has the mid ${mid}` }, place);
  else if (ufrag !== null && elsewhere(side.peer, ufrag))
    add(
      {
        trigger: "candidate-of-another",
        strength: "sure",
        what: `its ufrag ${ufrag} is of a connection with another peer`,
      },
      place,
    );
  else if (exchange.connectedAt !== null && time <= exchange.connectedAt) return;
  else if (side.describedAt === null)
    add(
      { trigger: "candidates-alone", strength: "likely", what: "candidates came, and never a description" },
      place,
    );
  else
    add(
      { trigger: "unknown-generation", strength: "likely", what: `no description has its ufrag ${ufrag}` },
      place,
    );
}
