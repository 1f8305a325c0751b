// What a schema can't say: settings that must fit each other, and files that must be there.
import { getNodeValue } from "jsonc-parser";
import { defaultSettings } from "../../core/settings.ts";
import type { Token } from "./namespace.ts";
import { isVariable, readSecret } from "./secret.ts";
import type { ConfigSource, Path, Problem } from "./source.ts";
import { tokenTrouble } from "./tokens.ts";

export function checkAcross(source: ConfigSource): Problem[] {
  const places = [["defaults"], ...source.names(["namespaces"]).map((name) => ["namespaces", name])];
  return places.flatMap((place) => [
    ...checkSeats(source, place),
    ...checkTokens(source, place),
    ...checkSecret(source, place),
  ]);
}

function checkSeats(source: ConfigSource, place: Path): Problem[] {
  const own = (path: Path) => source.node([...place, ...path]);
  const inForce = (path: Path, preset: number): number => {
    const found = source.value([...place, ...path]) ?? source.value(["defaults", ...path]);
    return typeof found === "number" ? found : preset;
  };
  const [CAPACITY, MIN, MOST] = [
    ["room", "capacity"],
    ["room", "min"],
    ["limits", "maxCapacity"],
  ] as const;
  const capacity = inForce(CAPACITY, defaultSettings.room.capacity);
  const min = inForce(MIN, defaultSettings.room.min);
  const most = inForce(MOST, defaultSettings.limits.maxCapacity);
  const problems: Problem[] = [];
  const [minNode, capacityNode, mostNode] = [own(MIN), own(CAPACITY), own(MOST)];
  const needing = minNode ?? capacityNode;
  if (needing && min > capacity) {
    const message = `\`room.min\` is ${min} and \`room.capacity\` ${capacity}: a room can't need more members than it has seats.`;
    problems.push({ offset: needing.offset, message });
  }
  const seating = mostNode ?? capacityNode;
  if (seating && capacity > most) {
    const message = `\`limits.maxCapacity\` is ${most} and \`room.capacity\` ${capacity}: name a capacity of ${most} at most.`;
    problems.push({ offset: seating.offset, message });
  }
  return problems;
}

function checkSecret(source: ConfigSource, place: Path): Problem[] {
  const node = source.node([...place, "auth", "jwt", "secretFile"]);
  if (typeof node?.value !== "string") return [];
  try {
    readSecret(isVariable(node.value) ? node.value : source.beside(node.value));
    return [];
  } catch (error) {
    return [{ offset: node.offset, message: (error as Error).message }];
  }
}

function checkTokens(source: ConfigSource, place: Path): Problem[] {
  const seen = new Set<string>();
  return (source.node([...place, "auth", "tokens"])?.children ?? []).flatMap((node, i) => {
    if (node.type !== "object") return [];
    const token = getNodeValue(node) as Partial<Token>;
    const problems: Problem[] = [];
    const file = typeof token.tokenFile === "string" ? source.beside(token.tokenFile) : null;
    const trouble = tokenTrouble(token, file);
    if (trouble)
      problems.push({
        offset: node.offset,
        message: `\`${[...place, "auth.tokens", i + 1].join(".")}\`: ${trouble}`,
      });
    if (token.name !== undefined && seen.has(token.name)) {
      problems.push({ offset: node.offset, message: `There are two tokens named \`${token.name}\`.` });
    }
    if (token.name !== undefined) seen.add(token.name);
    return problems;
  });
}
