// The rooms over HTTP: listed, looked at, made, changed and closed.
import Type from "typebox";
import { type Engine, roomKey } from "../../core/engine.ts";
import { asHost } from "../../core/hosting.ts";
import { seesAll } from "../../core/rights.ts";
import { settled } from "../../core/sealing.ts";
import { wholeOptions } from "../../core/settings.ts";
import { checkCapacity, checkRoomData } from "../../core/sizes.ts";
import { RtError } from "../../protocol/errors.ts";
import type { Namespace } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";
import { ExchangeView } from "../../protocol/negotiations.ts";
import { requests } from "../../protocol/requests.ts";
import { RoomOptions, RoomUpdate } from "../../protocol/shapes.ts";
import { done, inNamespace, inRoom, namespaceOf, roomKeyOf, settingsOf, theRoom } from "./fields.ts";
import { route } from "./route.ts";

export const rooms = {
  listRooms: route({
    method: "get",
    path: "/rooms",
    access: "reader",
    summary: "Lists the public rooms of a namespace, ordered by name; with the right to observe all of them.",
    query: { ...inNamespace, ...requests.rooms.request.properties },
    reply: {
      status: 200,
      description: "A page of rooms; `next` is the following one's `cursor`.",
      schema: requests.rooms.reply,
    },
    errors: ["unavailable"],
    async handle({ query: { ns, ...query }, grant }, { hub }) {
      const limit = query.limit ?? limits.roomsPage;
      const namespace = namespaceOf({ query: { ns } });
      return hub.engine.list({ ...query, limit, namespace, all: seesAll(grant), within: grant.rooms });
    },
  }),

  cleanUp: route({
    method: "post",
    path: "/rooms/cleanup",
    access: "admin",
    summary: "Removes the rooms of a namespace in which nobody has a seat, at once.",
    query: inNamespace,
    reply: {
      status: 200,
      description: "How many are gone.",
      schema: Type.Object({ removed: Type.Integer({ minimum: 0 }) }),
    },
    errors: ["unavailable"],
    handle: async (asked, { hub }) => ({ removed: await sweep(hub.engine, namespaceOf(asked)) }),
  }),

  getRoom: route({
    method: "get",
    path: "/rooms/{room}",
    access: "reader",
    summary: "Shows a room and who is in it; a private one only with the right to observe.",
    params: inRoom,
    query: inNamespace,
    reply: {
      status: 200,
      description:
        "The room and its members; with the right to observe also what is known of their WebRTC negotiations.",
      schema: Type.Object({
        ...requests.room.reply.properties,
        exchanges: Type.Optional(Type.Array(ExchangeView)),
      }),
    },
    errors: ["not_found", "unavailable"],
    async handle(asked, { hub }) {
      const { result } = await hub.engine.command(roomKeyOf(asked), { type: "look" });
      if (result.view.visibility === "private" && !seesAll(asked.grant)) throw new RtError("not_found");
      const { grant } = asked;
      return {
        room: grant.admin ? result.inside : result.view,
        members: result.members,
        ...(seesAll(grant) && { exchanges: hub.negotiations.exchangesOf(roomKeyOf(asked)) }),
      };
    },
  }),

  createRoom: route({
    method: "post",
    path: "/rooms/{room}",
    access: "admin",
    summary: "Makes a room in which nobody has a seat yet.",
    params: inRoom,
    query: inNamespace,
    body: { schema: RoomOptions, optional: true },
    reply: theRoom(201),
    errors: ["already_exists", "too_many_rooms", "unavailable"],
    async handle(asked, { hub }) {
      const settings = settingsOf(hub, asked);
      checkCapacity(settings, asked.body.capacity);
      checkRoomData(settings, asked.body.data);
      const options = wholeOptions(settings, asked.body);
      const { params } = asked;
      const { result } = await settled(hub, null, options, (sealed) =>
        hub.engine.command(roomKeyOf(asked), {
          type: "create",
          room: params.room,
          by: null,
          options: sealed,
        }),
      );
      return { room: result.inside };
    },
  }),

  updateRoom: route({
    method: "patch",
    path: "/rooms/{room}",
    access: "moderator",
    summary: "Changes a room's options; what is left out stays. With the right to moderate only `locked`.",
    params: inRoom,
    query: inNamespace,
    body: { schema: RoomUpdate, optional: true },
    reply: theRoom(200),
    errors: ["not_found", "already_exists", "unavailable"],
    async handle(asked, { hub }) {
      const { body: changes } = asked;
      if (!asked.grant.admin && Object.keys(changes).some((name) => name !== "locked")) {
        throw new RtError(
          "forbidden",
          "With the right to moderate a room can be locked and unlocked, no more.",
        );
      }
      checkCapacity(settingsOf(hub, asked), changes.capacity);
      checkRoomData(settingsOf(hub, asked), changes.data);
      const { inside } = await settled(hub, null, changes, (sealed) =>
        asHost(hub, roomKeyOf(asked), { type: "update", changes: sealed }, asked),
      );
      return { room: inside };
    },
  }),

  closeRoom: route({
    method: "delete",
    path: "/rooms/{room}",
    access: "moderator",
    summary: "Closes a room: everyone in it is told, and its seats are gone.",
    params: inRoom,
    query: inNamespace,
    reply: done("It is closed."),
    errors: ["not_found", "unavailable"],
    async handle(asked, { hub }) {
      await asHost(hub, roomKeyOf(asked), { type: "close" }, asked);
    },
  }),
};

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
