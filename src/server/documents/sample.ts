// Examples for documents, made from the schemas themselves: they fit, also when a field is added.
import type Type from "typebox";
import { Check } from "typebox/value";

/** What a field of this name holds in an example, where its schema allows it. */
const known: Readonly<Record<string, readonly unknown[]>> = {
  id: [1],
  room: ["duel"],
  topic: ["price"],
  namespace: ["default"],
  peer: ["5f0c2b9e41d07a6c83f1e5d2"],
  host: ["5f0c2b9e41d07a6c83f1e5d2"],
  from: ["5f0c2b9e41d07a6c83f1e5d2"],
  to: ["b81d6e3370f24c5a9be01f77", ["b81d6e3370f24c5a9be01f77"]],
  node: ["n-1"],
  name: ["ada"],
  text: ["good luck"],
  event: ["move"],
  data: [{ x: 3 }],
  capacity: [4],
  min: [2],
  members: [1],
  seat: [1],
  offset: [1],
  epoch: ["q3J0aXcT"],
  tag: ["mZx81bQe"],
  total: [1],
  time: [1790000000000],
  createdAt: [1790000000000],
  joinedAt: [1790000000000],
  pingMs: [25_000],
  frameBytes: [65_536],
  textBytes: [4_096],
  roomsPerPeer: [32],
  status: [404],
  code: ["not_found"],
  title: ["There is no such room."],
  detail: ["There is no such room."],
  message: ["There is no such room."],
  version: [1, "0.1.0"],
  totalRooms: [1],
  waitingRooms: [1],
  totalPeers: [1],
  connections: [1],
  uptimeMs: [60_000],
  features: [["history", "signals"]],
  retryAfterMs: [1_200],
  urls: ["stun:stun.example.org"],
  engine: ["embedded"],
  memoryBytes: [73_400_320],
  loopDelayMs: [0.4],
};

interface Parts {
  const?: unknown;
  enum?: unknown[];
  anyOf?: Type.TSchema[];
  properties?: Record<string, Type.TSchema>;
  required?: string[];
  items?: Type.TSchema;
  type?: string;
  minimum?: number;
  pattern?: string;
}

/** One value of the schema; optional fields only where there is something to show. */
export function sampleOf(schema: Type.TSchema, name = ""): unknown {
  const parts = schema as Parts;
  const fits = fitting(schema, name);
  if (fits !== undefined) return fits;
  if (parts.const !== undefined) return parts.const;
  if (parts.enum) return parts.enum[0];
  if (parts.anyOf) return sampleOf(parts.anyOf[0]!, name);
  switch (parts.type) {
    case "object":
      return ofObject(parts);
    case "array":
      return parts.items ? [sampleOf(parts.items)] : [];
    case "integer":
    case "number":
      return parts.minimum ?? 1;
    case "boolean":
      return false;
    case "string":
      return parts.pattern === undefined ? "text" : "a1";
    default:
      return null;
  }
}

/** An object shows its own fields. */
const fitting = (schema: Type.TSchema, name: string): unknown =>
  Object.hasOwn(known, name) && !("properties" in schema)
    ? known[name]!.find((value) => Check(schema, value))
    : undefined;

function ofObject({ properties = {}, required = [] }: Parts): Record<string, unknown> {
  const shown = Object.entries(properties).filter(
    ([name, field]) => required.includes(name) || fitting(field, name) !== undefined,
  );
  return Object.fromEntries(shown.map(([name, field]) => [name, sampleOf(field, name)]));
}
