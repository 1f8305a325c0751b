// What only time tells: offers without answer, answers without candidates, gathering that found nothing of use.
import { familyOf, isMdns, isPrivate } from "./candidate.ts";
import type { Exchange, Side, Told } from "./exchange.ts";
import { publishHeld } from "./offers.ts";
import { liveKinds, oneWay } from "./rules/sections.ts";
import type { Trigger } from "./triggers.ts";

const SETTLE_MS = 2_000;
const CROSSED_MS = 5_000;
const ANSWER_MS = 10_000;
/** A person may be deciding. */
const CALL_MS = 30_000;
const CANDIDATES_MS = 10_000;
const ONE_WAY_MS = 5_000;
/** Chromium gives a silent STUN or TURN server forty seconds. */
const GATHERING_MS = 45_000;

/** What the server knows of a peer, where it does. */
export interface Around {
  /** It was given TURN servers with credentials that are still good. */
  hasTurn?(peer: string): boolean;
  /** It was given credentials, and the last of them are over. */
  turnIsOver?(peer: string): boolean;
  /** Its address as the server sees it. */
  addressOf?(peer: string): string | null;
}

export function judgeTime(exchange: Exchange, now: number, around: Around): void {
  for (const { connections } of exchange.sides)
    for (const { outstanding } of connections)
      for (const offer of outstanding) if (!offer.superseded) judgeOffer(exchange, offer, now);
  if (exchange.state === "closed") return;
  judgeAnswerSince(exchange, now);
  if (exchange.state !== "connected") judgeGathering(exchange, now, around);
}

function judgeOffer(exchange: Exchange, offer: Told, now: number): void {
  const age = now - offer.time;
  if (age >= SETTLE_MS) publishHeld(exchange, offer, "applied");
  const { by, seq } = offer;
  const others = exchange.otherThan(by.peer).connections;
  const crossing = offer.crossed
    ? others.flatMap(({ outstanding }) =>
        outstanding.filter(({ crossed, superseded }) => crossed && !superseded),
      )
    : [];
  const place = { peer: exchange.otherThan(by.peer).peer, time: now };
  if (crossing.length > 0) {
    const since = Math.max(offer.time, ...crossing.map(({ time }) => time));
    if (now - since < CROSSED_MS) return;
    const signals = [seq, ...crossing.map((other) => other.seq)].sort((a, b) => a - b);
    once(exchange, "glare-unanswered", () => {
      const what = "offers of both sides crossed, and neither was answered";
      exchange.ledger.add({ trigger: "glare-unanswered", strength: "likely", what }, { ...place, signals });
    });
    return;
  }
  const media = liveKinds("offer", offer.description).some((kind) => kind !== "application");
  const bound = media && by.done === null ? CALL_MS : ANSWER_MS;
  if (age < bound) return;
  once(exchange, `unanswered ${seq}`, () => {
    const old = others.some(
      ({ partner, done }) =>
        done !== null && partner !== null && partner !== by && partner.number < by.number,
    );
    const trigger: Trigger = old ? "unanswered-by-the-old" : "no-answer";
    const what = `no answer for ${Math.round(bound / 1000)} s`;
    exchange.ledger.add({ trigger, strength: "likely", what }, { ...place, signals: [seq] });
  });
}

function once(exchange: Exchange, what: string, say: () => void): void {
  if (exchange.told.has(what)) return;
  exchange.told.add(what);
  say();
}

function judgeAnswerSince(exchange: Exchange, now: number): void {
  const done = exchange.sides[0].connections.at(-1)?.done ?? null;
  if (!done) return;
  const since = now - done.answer.time;
  const place = { peer: done.answer.by.peer, signals: [done.offer.seq, done.answer.seq], time: now };
  const lite = done.offer.description.iceLite || done.answer.description.iceLite;
  const none = exchange.sides.every(({ candidates }) => candidates === 0);
  // A link that came up found its addresses in another way.
  if (since >= CANDIDATES_MS && !lite && none && exchange.connectedAt === null) {
    once(exchange, "no candidates", () =>
      exchange.ledger.add(
        { trigger: "no-candidates", strength: "likely", what: "neither side has sent a candidate" },
        place,
      ),
    );
  }
  const flow = since >= ONE_WAY_MS ? oneWay(done.offer.description, done.answer.description) : null;
  if (flow !== null)
    once(exchange, `one way ${done.answer.seq}`, () =>
      exchange.ledger.add({ trigger: "one-way", strength: "hint", what: flow }, place),
    );
}

/** The link may be coming up over what there is. */
const isOver = ({ overAt, describedAt }: Side, now: number): boolean =>
  describedAt !== null &&
  ((overAt !== null && now - overAt >= SETTLE_MS) || now - describedAt >= GATHERING_MS);

function judgeGathering(exchange: Exchange, now: number, around: Around): void {
  const over = exchange.sides.filter((side) => isOver(side, now));
  for (const side of over) judgeSide(exchange, side, now, around);
  if (over.length === 2) judgeBoth(exchange, now, around);
}

function judgeSide(exchange: Exchange, side: Side, now: number, { hasTurn }: Around): void {
  const { gathered, peer, turnWasOver } = side;
  if (gathered.length === 0) return;
  const place = { peer, signals: [], time: now };
  const relayed = gathered.some(({ type }) => type === "relay");
  if (!relayed && turnWasOver) {
    once(exchange, `over ${peer}`, () =>
      exchange.ledger.add(
        {
          trigger: "credentials-over",
          strength: "likely",
          what: "its TURN credentials were over when it began to gather, and no relay candidate came",
        },
        place,
      ),
    );
  } else if (!relayed && hasTurn?.(peer)) {
    once(exchange, `relay ${peer}`, () =>
      exchange.ledger.add(
        {
          trigger: "no-relay-with-turn",
          strength: "hint",
          what: "it has TURN servers, and no candidate of theirs",
        },
        place,
      ),
    );
  }
  const hosts = gathered.filter(({ type }) => type === "host");
  if (hosts.length === gathered.length && hosts.every(isMdns)) {
    once(exchange, `mdns ${peer}`, () =>
      exchange.ledger.add(
        {
          trigger: "only-mdns",
          strength: strengthOfMdns(exchange, peer),
          what: "all its addresses end in .local",
        },
        place,
      ),
    );
  }
}

/** Many servers can't resolve such names. */
const strengthOfMdns = (exchange: Exchange, peer: string) =>
  exchange.otherThan(peer).connections.length > 0 && exchange.receiverOf(peer) === "unknown"
    ? "likely"
    : "hint";

function judgeBoth(exchange: Exchange, now: number, { hasTurn, addressOf }: Around): void {
  const [a, b] = exchange.sides;
  if (a.gathered.length === 0 || b.gathered.length === 0) return;
  const place = { peer: a.peer, signals: [], time: now };
  const families = (side: Side) => new Set(side.gathered.map(familyOf));
  const [of, and] = [families(a), families(b)];
  const open = of.has("name") || and.has("name") || [...of].some((family) => and.has(family));
  if (!open) {
    once(exchange, "families", () =>
      exchange.ledger.add(
        {
          trigger: "no-common-family",
          strength: "hint",
          what: `one has only ${[...of][0]}, the other only ${[...and][0]}`,
        },
        place,
      ),
    );
  }
  const onlyActive = ({ gathered }: Side) => gathered.every(({ tcpType }) => tcpType === "active");
  if (onlyActive(a) && onlyActive(b)) {
    once(exchange, "tcp", () =>
      exchange.ledger.add(
        {
          trigger: "only-active-tcp",
          strength: "hint",
          what: "both have only candidates that begin TCP connections",
        },
        place,
      ),
    );
  }
  const [here, there] = [addressOf?.(a.peer) ?? null, addressOf?.(b.peer) ?? null];
  const apart = here !== null && there !== null && here !== there;
  const direct = ({ gathered }: Side) =>
    gathered.every((candidate) => candidate.type === "host" && isPrivate(candidate));
  if (apart && direct(a) && direct(b) && !hasTurn?.(a.peer) && !hasTurn?.(b.peer)) {
    once(exchange, "no relay", () =>
      exchange.ledger.add(
        {
          trigger: "no-relay-at-all",
          strength: "likely",
          what: "both have private addresses only, and come from different networks",
        },
        place,
      ),
    );
  }
}
