// What settings are made of: numbers, times, files and lists, each with its bounds, its default and what it does.
import Type from "typebox";
import { limits } from "../../protocol/limits.ts";
import { DURATION_PATTERN, showDuration } from "./duration.ts";

export const SECOND = 1_000;
export const DAY = 24 * 3_600 * SECOND;
export const YEARS = 3_650 * DAY;
/** A frame carries the text or the data and what stands around it. */
const HALF_FRAME = limits.frameBytes / 2;

/** `title` goes into messages: "… is no setting of a room". */
export const part = <P extends Type.TProperties>(title: string, properties: P) =>
  Type.Object(properties, { title, additionalProperties: false });

export const count = (description: string, preset: number, minimum: number, maximum: number) =>
  Type.Optional(Type.Integer({ description, default: preset, minimum, maximum }));

export const bytes = (whose: string, preset: number) => count(`Bytes of ${whose}.`, preset, 2, HALF_FRAME);

/** `duration`: the least and the most, in milliseconds. */
export const duration = (description: string, preset: number, least: number, most: number) =>
  Type.Optional(
    Type.String({
      description,
      default: showDuration(preset),
      pattern: DURATION_PATTERN,
      duration: [least, most],
    }),
  );

export const rate = (what: string, preset: number) =>
  count(`${what}, on average in a second.`, preset, 1, 1_000_000);

export const burst = (what: string, preset: number) =>
  count(`So many ${what} at once, before that counts.`, preset, 1, 1_000_000);

export const list = <T extends Type.TSchema>(items: T, description: string) =>
  Type.Optional(Type.Array(items, { description, default: [] }));

export const flag = (description: string) => Type.Optional(Type.Boolean({ description, default: false }));

/** What a creator may choose, with the namespace's own default. */
export const option = <T extends Type.TSchema>(schema: T, description: string, preset: string) =>
  Type.Optional(Type.Unsafe<Type.Static<T>>({ ...schema, description, default: preset }));

export const text = (description: string) => Type.Optional(Type.String({ description, minLength: 1 }));
