// A final answer: which offer it takes, whether it fits that, and whether anybody waits for it at all.
import type { Connection, Exchange, Told } from "./exchange.ts";
import { compareVersions, fingerprintsOf, isLive } from "./identity.ts";
import { publishHeld, supersede, withdraw } from "./offers.ts";
import { judgeBundledAnswer } from "./rules/bundle.ts";
import { judgeAnswer, misalignment } from "./rules/sections.ts";
import { judgeContinuity, judgeRoles } from "./rules/transport.ts";
import type { Problem } from "./triggers.ts";

const LATE_MS = 5_000;

/** `clean`: nothing was found in the answer by itself. */
export function judgeAnswered(exchange: Exchange, told: Told, clean: boolean): void {
  const { by: answerer, time } = told;
  exchange.answers++;
  // To answer it had to take back what it offered itself.
  withdraw(exchange, answerer);
  const offerer = offererFor(exchange, told);
  const offers = offerer?.outstanding ?? [];
  if (!offerer || offers.length === 0) {
    nobodyWaits(exchange, told, offerer);
    return;
  }
  const newest = offers.at(-1)!;
  const [oldest] = offers.splice(0, 1);
  for (const offer of new Set([oldest!, newest])) publishHeld(exchange, offer, "applied");
  const place = { peer: answerer.peer, signals: [newest.seq, told.seq], time };

  const problems = exchange.guessed
    ? []
    : [...oldPartner(exchange, told, offerer), ...fitOf(newest, told, offerer)];
  for (const problem of problems) exchange.ledger.add(problem, place);
  if (time - newest.time > LATE_MS) {
    const what = `the answer came ${((time - newest.time) / 1000).toFixed(1)} s after its offer`;
    exchange.ledger.add({ trigger: "late-answer", strength: "hint", what }, place);
  }
  if (clean && problems.every(({ strength }) => strength === "hint")) exchange.ledger.settled();
  settle(exchange, newest, told, offerer);
}

function settle(exchange: Exchange, offer: Told, answer: Told, offerer: Connection): void {
  const { by: answerer, time } = answer;
  if (offerer.done && restarted(offerer.done, offer)) exchange.restarts++;
  offerer.partner = answerer;
  answerer.partner = offerer;
  offerer.done = answerer.done = { offer, answer };
  exchange.rejected = answer.description.sections.filter((section) => !isLive("answer", section)).length;
  exchange.answeredAt ??= time;
  if (exchange.state !== "connected") exchange.state = "answered";
  for (const { peer, number } of [offerer, answerer])
    for (const older of exchange.sideOf(peer).connections)
      if (older.number < number) supersede(exchange, older);
}

const restarted = (done: NonNullable<Connection["done"]>, offer: Told): boolean => {
  const own = done.offer.by === offer.by ? done.offer : done.answer;
  const [before, now] = [own.description.sections[0]?.ufrag, offer.description.sections[0]?.ufrag];
  return before !== null && now !== null && before !== now;
};

/** Whose offer it takes: its partner's, or that of a connection that offers and fits, the earliest of several. */
function offererFor(exchange: Exchange, { by, description }: Told): Connection | null {
  const { connections } = exchange.otherThan(by.peer);
  const all = connections.filter(({ outstanding }) => outstanding.length > 0);
  const here = all.filter(({ over }) => !over);
  const offering = here.length > 0 ? here : all;
  const { partner } = by;
  if (partner && !exchange.guessed && (partner.outstanding.length > 0 || offering.length === 0))
    return partner;
  const fitting = offering.filter(
    ({ outstanding }) => misalignment(outstanding.at(-1)!.description, description) === null,
  );
  if (fitting.length > 1) exchange.guessed = true;
  if (partner && fitting.includes(partner)) return partner;
  const current = fitting.find(isCurrent) ?? fitting[0] ?? offering.findLast(isCurrent) ?? offering.at(-1);
  return current ?? connections.at(-1) ?? null;
}

const isCurrent = ({ outstanding }: Connection): boolean => outstanding.some(({ superseded }) => !superseded);

function nobodyWaits(exchange: Exchange, told: Told, offerer: Connection | null): void {
  const place = { peer: told.by.peer, signals: [told.seq], time: told.time };
  const given = offerer?.withdrawn.find(({ crossed }) => crossed);
  const crossedItself = offersOf(told.by).some(({ crossed }) => crossed);
  if (given && crossedItself && !exchange.guessed) {
    const what = "both took their offer back and answered the other's";
    const signals = [...offersOf(told.by).slice(-1), given].map(({ seq }) => seq);
    exchange.ledger.add(
      { trigger: "glare-both-yielded", strength: "sure", what },
      { ...place, signals: [...signals, told.seq] },
    );
    return;
  }
  const strength = exchange.complete && !exchange.guessed ? "sure" : "likely";
  const what =
    exchange.offers === 0 ? "an answer came without any offer" : "every offer had its answer already";
  exchange.ledger.add({ trigger: "answer-unexpected", strength, what }, place);
}

/** What it offered, taken back or answered since. */
const offersOf = (connection: Connection): Told[] => [
  ...connection.withdrawn,
  ...(connection.done?.offer.by === connection ? [connection.done.offer] : []),
];

/** A connection that is proven to be the old one answers a new one of the other side. */
function oldPartner(exchange: Exchange, { by, description }: Told, offerer: Connection): Problem[] {
  const { partner, done } = by;
  if (!partner || !done || partner === offerer || partner.peer !== offerer.peer) return [];
  const own = done.offer.by === by ? done.offer : done.answer;
  const later = compareVersions(description.origin?.version ?? "", own.description.origin?.version ?? "") > 0;
  // Who comes with the key of the old one is the old one: some stacks draw a new session for each description.
  const known = fingerprintsOf(partner.latest);
  if ([...fingerprintsOf(offerer.latest)].some((key) => known.has(key))) return [];
  if (!by.proven || !later || partner.outstanding.length > 0 || offerer.number < partner.number) return [];
  const strength = exchange.complete ? "sure" : "likely";
  return [{ trigger: "answered-by-the-old", strength, what: "a new connection was answered by the old one" }];
}

function fitOf(offer: Told, answer: Told, offerer: Connection): Problem[] {
  const given = offerer.withdrawn.findLast(({ crossed }) => crossed);
  const problems = judgeAnswer(offer.description, answer.description);
  const differs = problems.some(({ trigger }) => trigger === "sections-differ");
  if (differs && given && misalignment(given.description, answer.description) === null) {
    return [
      {
        trigger: "glare-both-yielded",
        strength: "sure",
        what: "the answer is for an offer that was taken back",
      },
    ];
  }
  if (differs) return problems;
  problems.push(
    ...judgeRoles(offer.description, answer.description),
    ...judgeBundledAnswer(offer.description, answer.description),
  );
  const { done } = offerer;
  const known = done !== null && answer.by.done === done && offerer.proven && answer.by.proven;
  if (known && !problems.some(({ strength }) => strength === "sure")) {
    problems.push(
      ...judgeContinuity({
        before: { offer: done.offer.description, answer: done.answer.description },
        now: { offer: offer.description, answer: answer.description },
        sameOfferer: done.offer.by === offerer,
        offererEngine: offerer.engine,
        answererEngine: answer.by.engine,
      }),
    );
  }
  return problems;
}
