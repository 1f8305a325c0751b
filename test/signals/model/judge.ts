// What a tracker says of a model world, as a server would ask it: at every event, each second, and a minute after the last.
import type { Finding } from "../../../src/signals/ledger.ts";
import { Tracker } from "../../../src/signals/tracker.ts";
import type { Event } from "./world.ts";
import { eventsOf } from "./world.ts";

export function judge(events: readonly Event[]): Finding[] {
  const tracker = new Tracker();
  const found: Finding[] = [];
  let clock = 0;
  const until = (time: number): void => {
    for (; clock + 1_000 <= time; clock += 1_000)
      found.push(...tracker.tick(clock + 1_000).map(({ finding }) => finding));
  };
  for (const event of events) {
    if ("left" in event) {
      until(event.time);
      tracker.left("r", event.left, event.time);
      continue;
    }
    until(event.signal.time);
    found.push(...tracker.take(event.signal).map(({ finding }) => finding));
  }
  until(clock + 60_000);
  return [...new Set(found)];
}

/** What is sure in a world of right pages: nothing should be. */
export const sureIn = (seed: number): string[] =>
  judge(eventsOf(seed))
    .filter(({ strength, withdrawn }) => strength === "sure" && !withdrawn)
    .map(({ trigger, what, signals }) => `${trigger}: ${what} (${signals.join(", ")})`);
