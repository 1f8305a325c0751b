// How a server reacts to a row: sends it over a connection of its own and reads what comes back.
import type { FrameRow, HttpRow, MessageRow, Reaction } from "./row.ts";
import { ROW_ID } from "./row.ts";
import { frame, jsonOf, openWebSocket, text, Wire } from "./wire.ts";

/** `paths`: the places that an error reply names. */
export interface Seen {
  reaction: Reaction | "nothing";
  paths?: string[];
}

export async function reactToHttp(port: number, { bytes }: HttpRow): Promise<Seen> {
  const wire = await Wire.open(port);
  try {
    wire.write(bytes);
    const answer = await wire.http();
    if (typeof answer === "string") return { reaction: answer };
    const { status, body, headers } = answer;
    if (/permessage-deflate/i.test(headers)) return { reaction: "nothing" };
    const problem = /application\/problem\+json/.test(headers) ? JSON.parse(body) : undefined;
    return { reaction: problem ? { status, code: problem.code } : { status } };
  } finally {
    wire.close();
  }
}

export async function reactToFrames(port: number, { pieces }: FrameRow): Promise<Seen> {
  const wire = await openWebSocket(port);
  try {
    for (const piece of pieces) {
      if (wire.ended) break;
      wire.write(piece);
      // The next one in a piece of its own.
      if (pieces.length > 1) await new Promise(setImmediate);
    }
    return await heard(wire, ROW_ID);
  } finally {
    goodbye(wire);
  }
}

export async function reactToMessage(
  port: number,
  { text: message, before = [] }: MessageRow,
): Promise<Seen> {
  const wire = await openWebSocket(port);
  try {
    for (const [i, request] of before.entries()) {
      wire.write(text(JSON.stringify({ ...request, id: `before-${i}` })));
      const { reaction } = await heard(wire, `before-${i}`);
      if (reaction !== "ok") throw new Error(`${JSON.stringify(request)}: ${JSON.stringify(reaction)}`);
    }
    wire.write(text(message));
    const id = idOf(message);
    const seen = await heard(wire, id);
    if (seen.reaction !== "ok" && !(typeof seen.reaction === "object" && "error" in seen.reaction))
      return seen;
    // Whatever it was, the connection serves on, or is closed for it.
    wire.write(text('{"type":"ping","id":"after"}'));
    const after = await heard(wire, "after");
    return after.reaction === "ok" ? seen : after;
  } finally {
    goodbye(wire);
  }
}

/** What comes first of: the answer to a request, an error, the end. */
async function heard(wire: Wire, id: unknown): Promise<Seen> {
  for (;;) {
    const incoming = await wire.frame();
    if (typeof incoming === "string") return { reaction: incoming };
    const { opcode, payload } = incoming;
    if (opcode === 8) return { reaction: { close: payload.length < 2 ? 1005 : payload.readUInt16BE(0) } };
    if (opcode !== 1) continue;
    const message = jsonOf(payload);
    if (message.type === "ok" && message.id === id) return { reaction: "ok" };
    if (message.type !== "error") continue;
    const paths = message.details?.map(({ path }: { path: string }) => path);
    return { reaction: { error: message.code }, paths };
  }
}

function idOf(message: string): unknown {
  try {
    return JSON.parse(message).id;
  } catch {
    return undefined;
  }
}

/** So that no seat is kept for it. */
function goodbye(wire: Wire): void {
  wire.write(frame({ opcode: 8, payload: Buffer.from([0x03, 0xe8]) }));
  wire.end();
}
