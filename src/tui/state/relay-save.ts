// What is saved from the screen: the records of what is looked at, and the file that is proposed for them.
import { preciseClock } from "./format.ts";
import { listOf, type RelayState, type TraceRecord } from "./relay.ts";
import type { Item } from "./relay-item.ts";
import { belongs } from "./relay-ladder.ts";

/** Of the open ladder; else of the exchanges that the filter leaves, with all that members of their rooms did. */
export function savedRecords(state: RelayState): TraceRecord[] {
  const { kept, ladder, list } = state;
  const isWanted = ladder
    ? (item: Item) => belongs(item, ladder)
    : list.filter.text.trim() === ""
      ? () => true
      : ofExchanges(state);
  const records: TraceRecord[] = [];
  for (const item of kept.items) if (item.record && isWanted(item)) records.push(item.record);
  return records;
}

function ofExchanges(state: RelayState): (item: Item) => boolean {
  const shown = new Set(listOf(state));
  const places = new Set([...shown].map(({ place }) => place));
  return ({ exchange, place }) => (exchange ? shown.has(exchange) : places.has(place));
}

/** With the time in it: the next one doesn't take its place. */
export function saveName({ ladder, now }: RelayState): string {
  const room = ladder?.room.replace(/[^\w-]/g, "_");
  return `${room ? `relay-${room}` : "relay"}-${preciseClock(now).slice(0, 8).replaceAll(":", "")}.jsonl`;
}
