// Taking an offer or an answer into an exchange: whose it is, what it meets, and what is wrong with that.

import { judgeAnswered } from "./answered.ts";
import type { Connection, Exchange, Side, Told } from "./exchange.ts";
import { hashOf } from "./hash.ts";
import { compareVersions, type DescriptionKind, engineOf, sameConnection } from "./identity.ts";
import { judgeOffer, judgeReceived } from "./judge.ts";
import { OFFERS } from "./offers.ts";
import { judgeText } from "./rules/text.ts";
import { type Description, parseDescription } from "./sdp.ts";
import type { Around } from "./waiting.ts";

export interface Spoken {
  seq: number;
  time: number;
  from: string;
  kind: DescriptionKind;
  /** What the description calls itself, if it does. */
  type?: unknown;
  sdp: unknown;
}

const CONNECTIONS = 8;

export function takeDescription(
  exchange: Exchange,
  { seq, time, from, kind, type, sdp }: Spoken,
  around: Around,
): Told | null {
  const place = { peer: from, signals: [seq], time };
  const damage = judgeText(sdp, exchange.receiverOf(from));
  for (const problem of damage) exchange.ledger.add(problem, place);
  if (typeof sdp !== "string" || !sdp.startsWith("v=0")) return null;

  if (typeof type === "string" && type !== kind) {
    const what = `the signal is called ${kind}, its description ${type}`;
    exchange.ledger.add({ trigger: "type-differs", strength: "likely", what }, place);
  }
  const description = parseDescription(sdp);
  const side = exchange.sideOf(from);
  const by = connectionOf(side, description);
  const told: Told = {
    seq,
    time,
    kind,
    description,
    by,
    body: bodyOf(sdp),
    crossed: false,
    held: null,
    superseded: false,
  };
  const problems = judgeReceived(exchange, told);
  remember(side, told, around);
  if (kind === "offer") {
    problems.push(...judgeOffer(exchange, told));
    takeOffer(exchange, side, told);
    told.held = problems;
  } else {
    for (const problem of problems) exchange.ledger.add(problem, place);
    if (kind === "answer") judgeAnswered(exchange, told, problems.length + damage.length === 0);
  }
  by.latest = description;
  if (compareVersions(description.origin?.version ?? "", by.version) > 0)
    by.version = description.origin!.version;
  return told;
}

/** The sender's connection that made it: an earlier one, or one that is new. */
function connectionOf(side: Side, description: Description): Connection {
  for (const known of side.connections.toReversed()) {
    const same = sameConnection(known.latest, description);
    if (!same) continue;
    if (same === "weak") known.proven = false;
    return known;
  }
  const fresh: Connection = {
    peer: side.peer,
    number: (side.connections.at(-1)?.number ?? 0) + 1,
    latest: description,
    version: description.origin?.version ?? "",
    engine: engineOf(description.origin),
    proven: true,
    outstanding: [],
    withdrawn: [],
    partner: null,
    over: false,
    done: null,
  };
  side.connections.push(fresh);
  if (side.connections.length > CONNECTIONS) side.connections.shift();
  return fresh;
}

function remember(side: Side, { description, time }: Told, { turnIsOver }: Around): void {
  for (const { ufrag, pwd, mid, candidates, endOfCandidates } of description.sections) {
    if (ufrag !== null) {
      if (!side.ufrags.has(ufrag)) {
        side.gathered = [];
        side.overAt = null;
        side.describedAt = time;
        side.turnWasOver = turnIsOver?.(side.peer) ?? false;
      }
      side.ufrags.add(ufrag);
      if (pwd !== null) side.credentials.add(hashOf(`${ufrag} ${pwd}`));
    }
    if (mid === null) side.nameless = true;
    else side.mids.add(mid);
    side.candidates += candidates.length;
    side.gathered.push(...candidates.slice(0, 64));
    if (endOfCandidates) side.overAt ??= time;
  }
  if (side.gathered.length > 64) side.gathered.splice(0, side.gathered.length - 64);
  side.describedAt ??= time;
}

function takeOffer(exchange: Exchange, side: Side, told: Told): void {
  exchange.offers++;
  exchange.offeredAt ??= told.time;
  if (exchange.state !== "connected") exchange.state = "offered";
  const others = exchange
    .otherThan(side.peer)
    .connections.flatMap(({ outstanding }) => outstanding.filter(({ superseded }) => !superseded));
  if (others.length > 0) {
    exchange.glares++;
    told.crossed = true;
    for (const other of others) other.crossed = true;
  }
  told.by.outstanding.push(told);
  if (told.by.outstanding.length > OFFERS) told.by.outstanding.shift();
}

const CHANGING = /^(?:a=candidate:.*|a=end-of-candidates|c=.*|a=rtcp:.*|a=ice-options.*|o=.*)$/;

/** What stays the same in a description that is sent again with more candidates in it. */
const bodyOf = (sdp: string): string =>
  hashOf(
    sdp
      .split(/\r?\n/)
      .filter((line) => !CHANGING.test(line))
      .map((line) => line.replace(/^(m=\S+ )\d+/, "$1"))
      .join("\n"),
  );
