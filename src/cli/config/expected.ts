// What should stand in a place of the configuration, in words; and what stands there, in short.
import { showDuration } from "./duration.ts";
import type { Shape } from "./schema.ts";

export function expected(shape: Shape): string {
  if (shape.expects) return shape.expects;
  if (shape.enum) return oneOf(shape.enum.map((value) => JSON.stringify(value)));
  if (shape.duration) {
    const [least, most] = shape.duration.map((ms) => JSON.stringify(showDuration(ms)));
    return `a time from ${least} to ${most}`;
  }
  switch (shape.type) {
    case "integer":
      return `a whole number from ${shape.minimum} to ${shape.maximum}`;
    case "boolean":
      return "true or false";
    case "array":
      return shape.minItems ? "a list with something in it: [ … ]" : "a list: [ … ]";
    case "object":
      return "settings: { … }";
    default:
      return shape.minLength ? "a text with something in it" : "a text";
  }
}

const oneOf = (values: readonly string[]): string =>
  values.length < 2 ? values.join() : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;

const LONGEST = 40;

export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
