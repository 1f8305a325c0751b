// What a match asks for, checked and with everything that it left out: the ticket, and the room for the case that none fits.
import { jsonBytes } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import { limits, times } from "../protocol/limits.ts";
import type { MatchRequest } from "../protocol/matching.ts";
import type { Millis } from "./clock.ts";
import { MIN_OVER_CAPACITY } from "./rules/room-state.ts";
import { accepts, equalities, type Ticket } from "./rules/ticket.ts";
import { type Settings, wholeOptions } from "./settings.ts";
import { checkCapacity, checkMemberData, checkRoomData } from "./sizes.ts";

const SPREAD = 100;
const WIDEN_PER_SECOND = 10;

export function ticketFor(settings: Settings, asked: MatchRequest, id: string, now: Millis): Ticket {
  const { queue, where = {}, rank = null, spread = SPREAD, widenPerSecond = WIDEN_PER_SECOND } = asked;
  const { capacity = limits.matchCapacity, min = capacity, timeoutMs = times.match } = asked;
  checkMemberData(settings, asked.data);
  if (min > capacity) throw new RtError("bad_request", MIN_OVER_CAPACITY);
  if (jsonBytes(where) > limits.memberDataBytes) {
    throw new RtError("payload_too_large", `\`where\` may have ${limits.memberDataBytes} bytes as JSON.`);
  }
  return {
    ...{ id, queue, where, rank, spread, widen: widenPerSecond, min },
    ...{ since: now, until: now + timeoutMs },
  };
}

/** With the values that are asked for as its data. Whoever asks must fit into it, or nobody like them ever would. */
export function createFor(settings: Settings, asked: MatchRequest) {
  const { queue, capacity = limits.matchCapacity, min, where, options } = asked;
  checkCapacity(settings, capacity);
  const data = { ...options?.data, ...equalities(where?.room) };
  checkRoomData(settings, data);
  if (!accepts(where?.room, data)) {
    throw new RtError(
      "bad_request",
      "A room that is made for this match would not fit it: `options.data` must have what `where.room` compares.",
    );
  }
  const own = { queue, capacity, min: min ?? capacity, visibility: "public", start: "full", data } as const;
  const asMade = options?.history ? { ...own, history: options.history } : own;
  // A match has neither password nor code.
  const { password: _, code: __, ...whole } = wholeOptions(settings, asMade);
  return { ...whole, capacity };
}
