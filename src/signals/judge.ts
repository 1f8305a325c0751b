// What is said of a description before it is known what comes of it: by itself, and against what its sender sent before.
import type { Exchange, Told } from "./exchange.ts";
import { hashOf } from "./hash.ts";
import { compareVersions } from "./identity.ts";
import { judgeBundle } from "./rules/bundle.ts";
import { judgeFirstOffer, judgeMids, judgeReoffer } from "./rules/sections.ts";
import { judgeKeys, judgeTransport } from "./rules/transport.ts";
import type { Problem } from "./triggers.ts";

/** Of any description; to be asked before its sender's connection remembers it. */
export function judgeReceived(exchange: Exchange, told: Told): Problem[] {
  const { kind, description, by } = told;
  const receiver = exchange.receiverOf(by.peer);
  const problems = [...judgeOwner(exchange, told)];
  // What is not the sender's own is not judged as if it were.
  if (problems.length > 0) return problems;
  problems.push(...judgeVersion(told));
  problems.push(
    ...judgeMids(description),
    ...judgeTransport(kind, description, receiver),
    ...judgeBundle(kind, description, receiver),
  );
  if (kind === "pranswer") {
    if (receiver === "firefox")
      problems.push({
        trigger: "pranswer-to-firefox",
        strength: "sure",
        what: "a pranswer was sent to Firefox",
      });
  }
  return problems;
}

/** Credentials are drawn at random: who has the receiver's sends back what it got. */
function judgeOwner(exchange: Exchange, { kind, description, by }: Told): Problem[] {
  const theirs = exchange.otherThan(by.peer).credentials;
  const echoed = description.sections.some(
    ({ ufrag, pwd }) => ufrag !== null && pwd !== null && theirs.has(hashOf(`${ufrag} ${pwd}`)),
  );
  if (!echoed) return [];
  return [
    {
      trigger: "own-description",
      strength: "sure",
      what: `the ${kind} has the ICE credentials of the one who gets it`,
    },
  ];
}

function judgeVersion({ description, by, body, kind }: Told): Problem[] {
  // A connection that this description is the first of has nothing to be compared with.
  if (by.latest === description || !by.proven) return [];
  const version = description.origin?.version ?? "";
  const order = compareVersions(version, by.version);
  if (order < 0) {
    return [
      {
        trigger: "version-lower",
        strength: "sure",
        what: `its o= line has version ${version}, after ${by.version}`,
      },
    ];
  }
  if (order > 0 || by.latest.origin?.version !== version) return [];
  const last = by.outstanding.at(-1) ?? lastDone(by);
  if (!last || last.kind !== kind) return [];
  if (last.body === body)
    return [{ trigger: "sent-again", strength: "hint", what: `the ${kind} was sent again` }];
  if (by.engine === "unknown") return [];
  return [
    { trigger: "text-edited", strength: "hint", what: `another text with the same version ${version}` },
  ];
}

const lastDone = ({ done, peer }: Told["by"]): Told | undefined =>
  done ? [done.offer, done.answer].find(({ by }) => by.peer === peer) : undefined;

/** Of an offer: it may be too many, or not fit what was agreed before. */
export function judgeOffer(exchange: Exchange, { description, by, body }: Told): Problem[] {
  const problems: Problem[] = [];
  const waiting = by.outstanding.at(-1);
  if (waiting) {
    const again = waiting.body === body;
    const what = again
      ? "the offer was sent again before its answer"
      : "an offer is still without its answer";
    problems.push({ trigger: "offer-again", strength: again ? "hint" : "likely", what });
  }
  const { done, partner } = by;
  if (!done) {
    if (by.latest === description) problems.push(...judgeFirstOffer(description));
    return problems;
  }
  const own = done.offer.by === by ? done.offer : done.answer;
  // By its other key the connection is proven no longer.
  problems.push(...judgeKeys(own.description, description, exchange.receiverOf(by.peer)));
  if (!by.proven || !partner?.proven || exchange.guessed) return problems;
  const sameOfferer = done.offer.by === by;
  problems.push(
    ...judgeReoffer(
      { offer: done.offer.description, answer: done.answer.description, sameOfferer },
      description,
    ),
  );
  return problems;
}
