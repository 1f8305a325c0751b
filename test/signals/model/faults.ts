// Pages that are wrong in one way: what they send in place of what they should, and what has to be found of it.
import type { Trigger } from "../../../src/signals/triggers.ts";
import type { Event, Fault } from "./world.ts";

interface WrongPage {
  fault: Fault;
  /** One of these has to be found. */
  finds: readonly Trigger[];
  strength: "sure" | "likely";
  /** Whether the mistake shows in what the server saw. */
  shows(events: readonly Event[]): boolean;
}

interface Text {
  type: string;
  sdp: string;
}

const editing =
  (types: readonly string[], edit: (sdp: string) => string): Fault =>
  (message) => {
    if (!message.described || !types.includes(message.described.type)) return [message];
    const { type, sdp } = message.data as Text;
    return [{ ...message, data: { type, sdp: edit(sdp) } }];
  };

/** Of a candidate that is none to be the last one. */
const ofCandidates =
  (edit: (candidate: Record<string, unknown>) => unknown): Fault =>
  (message) => {
    const data = message.data as Record<string, unknown> | null;
    if (message.kind !== "candidate" || !data?.candidate) return [message];
    return [{ ...message, data: edit(data) }];
  };

const signals = (events: readonly Event[]) =>
  events.flatMap((event) => ("signal" in event && event.signal.from === "b" ? [event.signal] : []));
const textsOf = (events: readonly Event[], type: string): string[] =>
  signals(events)
    .map(({ data }) => data as Text | null)
    .filter((data) => data?.type === type)
    .map((data) => data!.sdp);
const leaves = (events: readonly Event[]): boolean => events.some((event) => "left" in event);
const live = (sdp: string): boolean => /^m=\S+ 9 /m.test(sdp);
const partsOf = (sdp: string): string[] => sdp.split(/(?=^m=)/m);
const kindsOf = (parts: readonly string[]): string => parts.map((part) => part.slice(0, 7)).join();

/** An offer of a stack that counts, with a lower version than one before, which was answered. */
function lowerOffer(events: readonly Event[]): boolean {
  const seen = events.flatMap((event) => ("signal" in event ? [event.signal] : []));
  let highest = -1;
  for (const [at, { from, data, kind }] of seen.entries()) {
    if (from !== "b" || (kind !== "offer" && kind !== "answer")) continue;
    const version = Number(/^o=\S+ \d{15,} (\d+)/m.exec((data as Text).sdp)?.[1] ?? Number.NaN);
    if (version < highest && kind === "offer") {
      const next = seen
        .slice(at + 1)
        .find((one) => one.kind === "answer" || (one.kind === "offer" && one.from === "b"));
      if (next?.kind === "answer" && next.from === "a") return true;
    }
    highest = Math.max(highest, version);
  }
  return false;
}

const BOTH = ["offer", "answer", "pranswer"];

export const wrongPages: Record<string, WrongPage> = {
  "answers that leave the role open": {
    fault: editing(["answer"], (sdp) => sdp.replace(/a=setup:\w+/g, "a=setup:actpass")),
    finds: ["setup-conflict"],
    strength: "sure",
    shows: (events) => textsOf(events, "answer").some(live),
  },
  "descriptions without a fingerprint": {
    fault: editing(BOTH, (sdp) => sdp.replace(/a=fingerprint:.*\r\n/g, "")),
    finds: ["no-fingerprint"],
    strength: "sure",
    shows: (events) => textsOf(events, "answer").some(live),
  },
  "answers with one name for all sections": {
    fault: editing(["answer"], (sdp) => sdp.replace(/a=mid:\S+/g, "a=mid:0")),
    finds: ["mid-twice"],
    strength: "sure",
    shows: (events) => textsOf(events, "answer").some((sdp) => partsOf(sdp).length > 2),
  },
  "answers with the sections the other way round": {
    fault: editing(["answer"], (sdp) => {
      const [head, ...parts] = partsOf(sdp);
      return head + parts.reverse().join("");
    }),
    finds: ["sections-differ", "glare-both-yielded"],
    strength: "sure",
    shows: (events) =>
      textsOf(events, "answer").some((sdp) => {
        const parts = partsOf(sdp).slice(1);
        return kindsOf(parts) !== kindsOf(parts.toReversed());
      }),
  },
  "answers that are sent twice": {
    fault: (message) => (message.described?.type === "answer" ? [message, message] : [message]),
    finds: ["answer-unexpected", "glare-both-yielded", "sections-differ"],
    strength: "sure",
    shows: (events) => textsOf(events, "answer").length > 1,
  },
  "texts that are escaped once more": {
    fault: editing(BOTH, (sdp) => JSON.stringify(sdp).slice(1, -1)),
    finds: ["text-damaged"],
    strength: "sure",
    shows: (events) => textsOf(events, "answer").length > 0,
  },
  "its first offer in place of each later one": {
    fault: (message, first) =>
      message.kind === "offer" && first.kind === "offer" ? [{ ...message, data: first.data }] : [message],
    finds: ["version-lower"],
    strength: "sure",
    // It is held back of an offer until that one is answered, and then it counts.
    shows: (events) => !leaves(events) && lowerOffer(events),
  },
  "candidates of a section that isn't there": {
    fault: ofCandidates((one) => ({ ...one, sdpMid: "audio" })),
    finds: ["mid-unknown"],
    strength: "sure",
    shows: (events) =>
      !leaves(events) && signals(events).some(({ data }) => JSON.stringify(data).includes('"audio"')),
  },
  "candidates as [object Object]": {
    fault: ofCandidates((one) => ({ ...one, candidate: String(one) })),
    finds: ["no-candidate-text"],
    strength: "sure",
    shows: (events) => signals(events).some(({ data }) => JSON.stringify(data).includes("[object Object]")),
  },
  "no answers": {
    fault: (message) => (message.kind === "answer" ? [] : [message]),
    finds: ["no-answer", "glare-unanswered", "unanswered-by-the-old"],
    strength: "likely",
    shows: (events) =>
      !leaves(events) &&
      events.some((event) => "signal" in event && event.signal.from === "a" && event.signal.kind === "offer"),
  },
};
