// The rooms over HTTP: listed, looked at, and what an admin may do with them.
import { Hono } from "hono";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { type Engine, type RoomKey, roomKey } from "../core/engine.ts";
import { asHost } from "../core/hosting.ts";
import type { Hub } from "../core/hub.ts";
import { checkRequired } from "../core/required.ts";
import { type Settings, wholeOptions } from "../core/settings.ts";
import { checkCapacity, checkChatText, checkNotice, checkRoomData } from "../core/sizes.ts";
import { encodeMessage } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import { isPeerId, isRoomId, type Namespace } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import { requests } from "../protocol/requests.ts";
import { NoticeText, PeerIdSchema, RoomOptions, RoomUpdate, Status } from "../protocol/shapes.ts";
import { bodyAs, type Call, type Env, namespaceOf } from "./call.ts";

interface RoomsOptions {
  hub: Hub;
  /** Throws unless the caller may read; true for an admin. */
  mustRead(c: Call): boolean;
  mustChange(c: Call): void;
}

const roomOptions = Compile(RoomOptions);
const roomUpdate = Compile(RoomUpdate);
const transfer = Compile(Type.Object({ to: PeerIdSchema }));
const notice = Compile(Type.Object({ text: NoticeText }));
const statuses = Compile(Status);
const { event, data, store, key } = requests.publish.request.properties;
const newMessage = Compile(Type.Object({ event, data, store, key }));

export function createRooms({ hub, mustRead, mustChange }: RoomsOptions): Hono<Env> {
  const rooms = new Hono<Env>();
  const { engine } = hub;
  const settingsOf = (c: Call): Settings => hub.options.settings(namespaceOf(c));

  rooms.get("/", async (c) => {
    const all = mustRead(c);
    const query = {
      namespace: namespaceOf(c),
      cursor: c.req.query("cursor"),
      limit: numberOf(c, "limit", 1, limits.roomsPage) ?? limits.roomsPage,
      status: statusOf(c),
      available: numberOf(c, "available", 1, limits.maxCapacity),
    };
    return c.json(await engine.list({ ...query, all }));
  });
  rooms.get("/:room", async (c) => {
    const admin = mustRead(c);
    const { result } = await engine.command(keyOf(c), { type: "look" });
    if (result.view.visibility === "private" && !admin) throw new RtError("not_found");
    return c.json({ room: result.view, members: result.members });
  });
  rooms.post("/cleanup", async (c) => {
    mustChange(c);
    return c.json({ removed: await sweep(engine, namespaceOf(c)) });
  });
  rooms.get("/:room/messages", async (c) => {
    mustChange(c);
    const since = numberOf(c, "since", 0, Number.MAX_SAFE_INTEGER);
    const before = numberOf(c, "before", 1, Number.MAX_SAFE_INTEGER);
    const limit = numberOf(c, "limit", 1, limits.historyPage) ?? limits.historyPage;
    return c.json(await engine.read(keyOf(c), { since, before, limit }));
  });
  rooms.post("/:room/messages", async (c) => {
    mustChange(c);
    const { event, data, store = null, key } = await bodyAs(c, newMessage);
    const chat = event === "chat";
    if (chat) checkChatText(settingsOf(c), data);
    checkRequired(settingsOf(c), event, data);
    const time = engine.now();
    const body = encodeMessage({
      type: "message",
      room: roomOf(c),
      from: null,
      name: "server",
      event,
      data,
      time,
    });
    const publication = { from: null, body, keep: store, chat, key, echo: false };
    const { position, duplicate } = await engine.publish(keyOf(c), publication);
    if (!duplicate) hub.counters.published++;
    const reply = {
      time,
      ...(position && { offset: position.offset, position }),
      ...(duplicate && { duplicate }),
    };
    return c.json(reply, 201);
  });
  rooms.post("/:room", async (c) => {
    mustChange(c);
    const asked = await bodyAs(c, roomOptions);
    checkCapacity(settingsOf(c), asked.capacity);
    checkRoomData(settingsOf(c), asked.data);
    const options = wholeOptions(settingsOf(c), asked);
    const command = { type: "create", room: roomOf(c), by: null, options } as const;
    const { result } = await engine.command(keyOf(c), command);
    return c.json({ room: result.view }, 201);
  });
  rooms.patch("/:room", async (c) => {
    mustChange(c);
    const changes = await bodyAs(c, roomUpdate);
    checkCapacity(settingsOf(c), changes.capacity);
    checkRoomData(settingsOf(c), changes.data);
    const { view } = await asHost(hub, keyOf(c), { type: "update", changes }, null);
    return c.json({ room: view });
  });
  rooms.delete("/:room", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "close" }, null);
    return c.body(null, 204);
  });
  rooms.delete("/:room/members/:peer", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "kick", peer: peerOf(c) }, null);
    return c.body(null, 204);
  });
  rooms.put("/:room/bans/:peer", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "ban", peer: peerOf(c) }, null);
    return c.body(null, 204);
  });
  rooms.delete("/:room/bans/:peer", async (c) => {
    mustChange(c);
    await asHost(hub, keyOf(c), { type: "unban", peer: peerOf(c) }, null);
    return c.body(null, 204);
  });
  rooms.put("/:room/host", async (c) => {
    mustChange(c);
    const { to } = await bodyAs(c, transfer);
    const { view } = await asHost(hub, keyOf(c), { type: "transfer", to }, null);
    return c.json({ room: view });
  });
  rooms.post("/:room/notices", async (c) => {
    mustChange(c);
    const { text } = await bodyAs(c, notice);
    checkNotice(settingsOf(c), text);
    await asHost(hub, keyOf(c), { type: "announce", text }, null);
    return c.body(null, 204);
  });
  return rooms;
}

/** How many rooms without a member it has removed. */
async function sweep(engine: Engine, namespace: Namespace): Promise<number> {
  let removed = 0;
  let cursor: string | undefined;
  do {
    const page = await engine.list({ namespace, cursor, limit: limits.roomsPage, all: true });
    const empty = page.rooms.filter(({ members }) => members === 0);
    for (const { room } of empty) {
      const swept = engine.command(roomKey(namespace, room), { type: "sweep" });
      // Another one may have been quicker.
      if ((await swept.catch(() => null))?.result.changed) removed++;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return removed;
}

function roomOf(c: Call) {
  const room = c.req.param("room") ?? "";
  if (!isRoomId(room)) {
    throw new RtError(
      "bad_request",
      "A room's name is 1 to 128 letters, digits and _ . : - and begins with a letter or digit.",
    );
  }
  return room;
}

function peerOf(c: Call) {
  const peer = c.req.param("peer") ?? "";
  if (!isPeerId(peer)) throw new RtError("bad_request", "This is no peer id.");
  return peer;
}

const keyOf = (c: Call): RoomKey => roomKey(namespaceOf(c), roomOf(c));

/** A number of the query; undefined if it is not there. */
function numberOf(c: Call, name: string, least: number, most: number): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new RtError("bad_request", `\`${name}\` is a number from ${least} to ${most}.`);
}

function statusOf(c: Call): Status | undefined {
  const status = c.req.query("status");
  if (status === undefined || statuses.Check(status)) return status;
  throw new RtError("bad_request", "`status` is waiting, active or finished.");
}
