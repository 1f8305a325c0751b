// Holds a file against the schema: every name that isn't known and every value that doesn't fit, each with its place.
import { getNodeValue, type Node } from "jsonc-parser";
import { Check } from "typebox/value";
import { DURATION_PATTERN, durationOf } from "./duration.ts";
import { expected, shown } from "./expected.ts";
import { nearest } from "./near.ts";
import { configShape, SECRETS, type Shape } from "./schema.ts";
import type { Path, Problem } from "./source.ts";

export function check(node: Node, shape: Shape = configShape, path: Path = []): Problem[] {
  if (shape.properties || shape.patternProperties) {
    return node.type === "object" ? checkObject(node, shape, path) : [misfit(node, shape, path)];
  }
  if (shape.items && node.type === "array") {
    const items = node.children ?? [];
    if (items.length < (shape.minItems ?? 0)) return [misfit(node, shape, path)];
    return items.flatMap((item, i) => check(item, shape.items, [...path, String(i + 1)]));
  }
  return fits(shape, getNodeValue(node)) ? [] : [misfit(node, shape, path)];
}

function fits(shape: Shape, value: unknown): boolean {
  if (!Check(shape, value)) return false;
  if (!shape.duration || !new RegExp(DURATION_PATTERN).test(String(value))) return true;
  const ms = durationOf(String(value));
  return ms >= shape.duration[0] && ms <= shape.duration[1];
}

function misfit(node: Node, shape: Shape, path: Path): Problem {
  const name = path.length > 0 ? `\`${path.join(".")}\`` : "The file";
  const value: unknown = getNodeValue(node);
  // Somebody may have put there what is to stay secret.
  const found = SECRETS.includes(path.at(-1) ?? "") ? "not as it should be" : shown(value);
  const meant = shape.enum && typeof value === "string" && nearest(value, shape.enum.map(String));
  const hint = meant ? ` Did you mean "${meant}"?` : "";
  return { offset: node.offset, message: `${name} is ${found}: ${expected(shape)} is expected.${hint}` };
}

function checkObject(node: Node, shape: Shape, path: Path): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (!key) continue;
    const name = String(key.value);
    if (seen.has(name)) problems.push({ offset: key.offset, message: `\`${name}\` stands here twice.` });
    seen.add(name);
    const child = childOf(shape, name);
    if (!child) problems.push({ offset: key.offset, message: unknown(name, shape) });
    else if (value) problems.push(...check(value, child, [...path, name]));
  }
  for (const name of shape.required ?? []) {
    if (seen.has(name)) continue;
    problems.push({ offset: node.offset, message: `\`${name}\` is missing: ${shape.title} needs it.` });
  }
  return problems;
}

function childOf({ properties, patternProperties = {} }: Shape, name: string): Shape | undefined {
  if (properties) return Object.hasOwn(properties, name) ? properties[name] : undefined;
  return Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(name))?.[1];
}

function unknown(name: string, shape: Shape): string {
  if (!shape.properties) {
    return `\`${name}\` can't be the name of a namespace: letters, digits and _ . : - can, 128 at most.`;
  }
  const known =
    nearest(name, Object.keys(shape.properties)) ?? elsewhere(name, shape) ?? elsewhere(name, configShape);
  const hint = known
    ? `did you mean \`${known}\`?`
    : `there are ${Object.keys(shape.properties).join(", ")}.`;
  return `\`${name}\` is no setting of ${shape.title}: ${hint}`;
}

/** The same name at another level, as the way to it. */
function elsewhere(name: string, { properties = {} }: Shape): string | undefined {
  for (const [part, shape] of Object.entries(properties)) {
    if (!shape.properties) continue;
    if (Object.hasOwn(shape.properties, name)) return `${part}.${name}`;
    const deeper = elsewhere(name, shape);
    if (deeper) return `${part}.${deeper}`;
  }
  return undefined;
}
