// Fields that the data of a publication must have, where its namespace asks for them.
import { type ErrorDetail, RtError } from "../protocol/errors.ts";
import type { Settings } from "./settings.ts";

/** Refuses, naming every field that is missing. */
export function checkRequired({ events }: Settings, event: string | undefined, data: unknown): void {
  if (event === undefined || !Object.hasOwn(events, event)) return;
  const fields = events[event]!;
  const details = isObject(data)
    ? fields.filter((field) => !Object.hasOwn(data, field)).map(missing)
    : [{ path: "/data", message: "must be an object" }, ...fields.map(missing)];
  if (details.length === 0) return;
  const needed = fields.length > 0 ? `an object with ${fields.join(", ")}` : "an object";
  throw new RtError("bad_request", `In this namespace the data of "${event}" is ${needed}.`, { details });
}

const isObject = (data: unknown): data is object =>
  typeof data === "object" && data !== null && !Array.isArray(data);

const missing = (field: string): ErrorDetail => ({
  path: `/data/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`,
  message: "is missing",
});
