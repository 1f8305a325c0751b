// The conditions of `rooms check` and `stats --fail-if`: a field, a comparison, and a number or a status.
import { isRoomId } from "../protocol/ids.ts";
import type { RoomView, Status } from "../protocol/shapes.ts";
import type { Stats } from "../protocol/stats.ts";
import { statsField, fieldNames as statsNames } from "./stats-fields.ts";

const ROOM_FIELDS = ["status", "members", "capacity"] as const satisfies readonly (keyof RoomView)[];
type RoomField = (typeof ROOM_FIELDS)[number];

const STATUSES: readonly string[] = ["waiting", "active", "finished"] satisfies Status[];

export type Value = number | string | null;

const comparisons = {
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "==": (a: Value, b: Value) => a === b,
  "!=": (a: Value, b: Value) => a !== b,
};
type Operator = keyof typeof comparisons;

export type Subject =
  | { of: "stats"; read(stats: Stats): number | null }
  | { of: "room"; room: string; field: RoomField };

export interface Expression {
  text: string;
  field: string;
  subject: Subject;
  /** False of a value that is not there, whatever the comparison. */
  holds(value: Value): boolean;
}

const PATTERN = /^\s*([^\s<>=!]+)\s*(<=|>=|==|!=|<|>)\s*([^\s<>=!]+)\s*$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Throws an Error that says what is wrong and what there is instead. `rooms`: whether a room's fields may be asked for. */
export function parseExpression(text: string, { rooms }: { rooms: boolean }): Expression {
  const [, field = "", operator = "", word = ""] = PATTERN.exec(text) ?? [];
  if (!field) {
    throw new Error(
      `It is a field, one of ${Object.keys(comparisons).join(" ")}, and a value: 'totalRooms<=10'.`,
    );
  }
  const subject = subjectOf(field, rooms);
  const isStatus = subject.of === "room" && subject.field === "status";
  if (isStatus ? !STATUSES.includes(word) : !NUMBER.test(word)) {
    throw new Error(
      isStatus
        ? `${field} is compared with ${STATUSES.join(", ")}.`
        : `${field} is compared with a number, not with "${word}".`,
    );
  }
  if (isStatus && operator !== "==" && operator !== "!=")
    throw new Error(`A status is compared by == or !=.`);
  const wanted: Value = isStatus ? word : Number(word);
  const compare = comparisons[operator as Operator] as (a: Value, b: Value) => boolean;
  return { text: text.trim(), field, subject, holds: (value) => value !== null && compare(value, wanted) };
}

function subjectOf(field: string, rooms: boolean): Subject {
  const read = statsField(field);
  if (read) return { of: "stats", read };
  const dot = field.lastIndexOf(".");
  const [head, tail] = [field.slice(0, Math.max(dot, 0)), field.slice(dot + 1)];
  if (rooms && isRoomId(head) && isRoomField(tail)) return { of: "room", room: head, field: tail };
  throw new Error(`There is no field ${field}. There are: ${fieldNames(rooms).join(", ")}.`);
}

const isRoomField = (name: string): name is RoomField => (ROOM_FIELDS as readonly string[]).includes(name);

const fieldNames = (rooms: boolean): string[] => [
  ...statsNames,
  ...(rooms ? ROOM_FIELDS.map((field) => `ROOM.${field}`) : []),
];

/** The fields, for the end of `--help`. */
export const expressionHelp = (rooms: boolean): string => `
An expression is a field, one of < <= == != >= > and a number${rooms ? " (of ROOM.status: waiting, active, finished)" : ""}.
Fields: ${wrap(fieldNames(rooms))}
CODE is an error code, as in errors.room_full, REASON one of those in the audit log, as in refused.slow_consumer, and TYPE that of
a request, as in latency.types.join.p99Ms. Latencies and delays are of the last minute; null where nothing was, which no condition fits.`;

/** A few in a line, below each other. */
function wrap(names: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < names.length; at += 5) lines.push(names.slice(at, at + 5).join(", "));
  return lines.join(",\n        ");
}
