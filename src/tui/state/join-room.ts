// A room's own facts in words: how far it has come, when it starts, what changed, and for whom it is open.
import { isolated, safeText } from "../../protocol/safe-text.ts";
import type { RoomView, Status } from "../../protocol/shapes.ts";
import { codeText } from "./format.ts";
import { dataChanges } from "./join-data.ts";
import type { Person } from "./people.ts";

export const STEPS: readonly Status[] = ["waiting", "active", "finished"];

export const playersOf = (people: readonly Person[]): Person[] => people.filter(({ watches }) => !watches);

/** What a waiting room waits for, at length and in short. */
export function startWords(
  { start, capacity, min, members }: RoomView,
  people: readonly Person[],
): [string, string] {
  if (start === "host") return ["starts when the host says so", "host starts"];
  if (start === "full")
    return [`starts when it is full: ${members} of ${capacity}`, `${members} of ${capacity} to start`];
  const players = playersOf(people);
  const ready = players.filter((person) => person.ready).length;
  const least = players.length < min ? `, at least ${min}` : "";
  return [
    `starts when all are ready: ${ready} of ${players.length}${least}`,
    `${ready} of ${Math.max(players.length, min)} ready`,
  ];
}

/** What else is to know, a key and a value each. */
export function factsOf(view: RoomView): [key: string, value: string][] {
  const rows: [string, string | undefined][] = [
    ["seats", `${view.members} of ${view.capacity}${view.min > 1 ? `, at least ${view.min}` : ""}`],
    ["door", view.locked ? "locked" : view.hasPassword ? "by password" : "open"],
    ["seen", safeText(view.visibility)],
    ["queue", view.queue && safeText(view.queue)],
    ["code", view.code && safeText(codeText(view.code))],
    ["watching", view.maxSpectators > 0 ? `${view.spectators} of ${view.maxSpectators}` : undefined],
    ["history", safeText(view.history)],
    ["hold", view.hold > 0 ? `${Math.round(view.hold / 1_000)} s` : "none"],
  ];
  return rows.filter((row): row is [string, string] => Boolean(row[1]));
}

/** What a change of the room has changed. */
export function changeWords(before: RoomView | null, after: RoomView): string {
  if (!before) return "the room was changed";
  const words = [
    before.locked !== after.locked && (after.locked ? "locked" : "unlocked"),
    before.capacity !== after.capacity && `${after.capacity} seats`,
    before.min !== after.min && `at least ${after.min}`,
    before.visibility !== after.visibility && safeText(after.visibility),
    before.start !== after.start && `starts: ${safeText(after.start)}`,
    before.hasPassword !== after.hasPassword && (after.hasPassword ? "a password" : "no password"),
    before.code !== after.code && (after.code ? `code ${safeText(codeText(after.code))}` : "no code"),
    before.maxSpectators !== after.maxSpectators && `${after.maxSpectators} may watch`,
    ...dataChanges(before.data, after.data).map((change) => isolated(change)),
  ].filter(Boolean);
  return words.length > 0 ? `the room: ${words.join(", ")}` : "the room was changed";
}

/** Whole seconds, the one that runs included: `23 s`, `2:05`, `1:02:05`. */
export function timeWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
