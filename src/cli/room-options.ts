// The options of a room that `rooms create` and `rooms set` share.
import type { Command, OptionValues } from "commander";
import { limits } from "../protocol/limits.ts";
import type { RoomUpdate } from "../protocol/shapes.ts";
import { parseCount, parseDuration } from "./options.ts";

export const withRoomOptions = (command: Command): Command =>
  command
    .option("--password <text>", "what newcomers have to know (others may see it in a list of processes)")
    .option("--code [code]", "an invite code: any, or this one")
    .option("--spectators <number>", "seats for those who only watch", parseCount(0, limits.maxCapacity))
    .option("--empty-ttl <duration>", "how long it stays when nobody is in it: 0, 90s, 10m, … 24h", parseTtl);

const parseTtl = (text: string): number => (text === "0" ? 0 : parseDuration(text));

export function roomOptionsOf({ password, code, spectators, emptyTtl }: OptionValues): RoomUpdate {
  const given = { password, code, spectators, emptyTtl };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
