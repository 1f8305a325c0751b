// What a client of version 1 says and hears, frame by frame, without any field that came later.
import { once } from "node:events";
import { WebSocket } from "ws";

type Frame = Record<string, unknown>;

/** In this order, by one client; `peer` is its own. */
const SAID: ((peer: string) => Frame)[] = [
  () => ({ type: "hello", id: 1, name: "ada" }),
  () => ({ type: "join", id: 2, room: "old" }),
  () => ({ type: "publish", id: 3, room: "old", event: "chat", data: { text: "hello" } }),
  () => ({ type: "publish", id: 4, room: "old", event: "move", data: { x: 1 } }),
  () => ({ type: "history", id: 5, room: "old" }),
  () => ({ type: "ready", id: 6, room: "old", ready: true }),
  (peer) => ({ type: "signal", id: 7, room: "old", to: peer, kind: "candidate", data: null }),
  () => ({ type: "rooms", id: 8 }),
  () => ({ type: "room", id: 9, room: "old" }),
  () => ({ type: "subscribe", id: 10, topic: "empty-hall" }),
  () => ({ type: "unsubscribe", id: 11, topic: "empty-hall" }),
  () => ({ type: "no-such-request", id: 12 }),
  () => ({ type: "leave", id: 13, room: "old" }),
];

export interface Heard {
  /** By the request, or for what nobody asked for by the event's own type. */
  [what: string]: Frame;
}

export async function converse(ws: string): Promise<Heard> {
  const socket = new WebSocket(ws, ["rtrooms.v1"]);
  const heard: Heard = {};
  const answers = new Map<unknown, (frame: Frame) => void>();
  let peer = "";
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString()) as Frame;
    answers.get(frame.id)?.(frame);
    if (frame.id === undefined) heard[String(frame.type)] = frame;
    const { self } = (frame.data ?? {}) as { self?: { peer: string } };
    if (self) peer = self.peer;
  });
  await once(socket, "open");
  for (const say of SAID) {
    const frame = say(peer);
    const answer = new Promise<Frame>((resolve) => answers.set(frame.id, resolve));
    socket.send(JSON.stringify(frame));
    heard[`${frame.id} ${frame.type}`] = await answer;
  }
  socket.close(1000);
  await once(socket, "close");
  return heard;
}

/** Paths of all fields with the kind of their value: what a client may have come to rely on. */
export function shapeOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value))
    return [`${path}: list`, ...value.slice(0, 1).flatMap((each) => shapeOf(each, `${path}[]`))];
  if (typeof value !== "object" || value === null)
    return [`${path}: ${value === null ? "null" : typeof value}`];
  return Object.entries(value).flatMap(([name, each]) => shapeOf(each, `${path}.${name}`));
}
