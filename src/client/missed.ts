// What a room's history holds that this client hasn't seen: the join's recent messages, or pages where they don't reach back.
import { limits } from "../protocol/limits.ts";
import type { Joined, Reply } from "../protocol/requests.ts";
import type { Message } from "../protocol/shapes.ts";
import type { HistoryOptions } from "./room.ts";
import type { Seen } from "./seen.ts";

interface Missed {
  /** In the order of offsets, without those that were seen. */
  messages: Message[];
  complete: boolean;
}

/** A history never keeps more pages than these. */
const MOST_PAGES = Math.ceil(limits.historyMessages / limits.historyPage) + 1;

export async function missedSince(
  seen: Seen,
  joined: Joined,
  sameStream: boolean,
  history: (page: HistoryOptions) => Promise<Reply<"history">>,
): Promise<Missed> {
  const { messages: recent, position } = joined;
  const unseen = (messages: Message[]): Message[] =>
    messages.filter(({ offset }) => offset !== undefined && !seen.has(offset));
  const reachesBack = (messages: Message[]): boolean =>
    (position?.offset ?? 0) <= seen.mark ||
    (messages[0]?.offset ?? Number.POSITIVE_INFINITY) <= seen.mark + 1;

  // Another stream under the same name: nobody can say what was missed, so the recent ones are a new beginning.
  if (!sameStream) return { messages: unseen(recent), complete: false };
  if (reachesBack(recent)) return { messages: unseen(recent), complete: true };

  const found: Message[] = [];
  let since = seen.mark;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { messages, more } = await history({ since, limit: limits.historyPage });
    // Beyond the join's position they are on their way as events.
    found.push(...messages.filter(({ offset = 0 }) => offset <= (position?.offset ?? 0)));
    since = messages.at(-1)?.offset ?? since;
    if (!more || since >= (position?.offset ?? 0)) break;
  }
  return { messages: unseen(found), complete: reachesBack(found) };
}
