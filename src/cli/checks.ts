// Expressions against a server: each one's value, a line that says whether it is as wanted, and exit 6 if one is not.
import { isReadable } from "../client/readable.ts";
import { RtError } from "../protocol/errors.ts";
import type { Reply } from "../protocol/requests.ts";
import type { RoomView } from "../protocol/shapes.ts";
import type { Stats } from "../protocol/stats.ts";
import type { Expression, Value } from "./expression.ts";
import type { Api } from "./http.ts";
import { printJson, printLine } from "./output.ts";
import { statsField } from "./stats-fields.ts";
import { unmet } from "./stream.ts";

interface CheckOptions {
  json: boolean;
  /** Whether each is to hold (`--expect`) or not to (`--fail-if`). */
  wanted: boolean;
}

/** Figures and rooms are each read once, however many expressions ask for them. */
export async function check(
  api: Api,
  expressions: readonly Expression[],
  { json, wanted }: CheckOptions,
): Promise<void> {
  let stats: Promise<Stats> | undefined;
  const rooms = new Map<string, Promise<RoomView | null>>();
  const seenOf = async ({ subject }: Expression): Promise<Value> => {
    if (subject.of === "stats") {
      stats ??= api.get<Stats>("/stats", isReadable.stats);
      return subject.read(await stats);
    }
    const view = rooms.get(subject.room) ?? look(api, subject.room);
    rooms.set(subject.room, view);
    return (await view)?.[subject.field] ?? null;
  };

  const checks = await Promise.all(
    expressions.map(async (expression) => {
      const value = await seenOf(expression);
      const { text, field } = expression;
      return { expression: text, field, value, ok: expression.holds(value) === wanted };
    }),
  );
  const failed = checks.filter(({ ok }) => !ok).length;
  if (json) printJson({ ok: failed === 0, checks });
  else {
    for (const { expression, field, value, ok } of checks) {
      const seen = value === null ? nothing(field) : `${field} is ${value}`;
      printLine(`${ok ? "ok    " : "FAILED"}   ${expression}   ${seen}`);
    }
  }
  if (failed > 0) {
    const [one, some] = wanted
      ? ["The expectation failed", "expectations failed"]
      : ["The condition holds", "conditions hold"];
    throw unmet(checks.length === 1 ? `${one}.` : `${failed} of ${checks.length} ${some}.`);
  }
}

const nothing = (field: string): string =>
  statsField(field) ? `there is no ${field} at the moment` : "there is no such room";

async function look(api: Api, name: string): Promise<RoomView | null> {
  try {
    return (await api.get<Reply<"room">>(`/rooms/${encodeURIComponent(name)}`, isReadable.room)).room;
  } catch (error) {
    if (error instanceof RtError && error.code === "not_found") return null;
    throw error;
  }
}
