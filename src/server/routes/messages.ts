// A room's messages over HTTP: read, and published in the server's name.
import Type from "typebox";
import { publishInto } from "../../core/publishing.ts";
import { checkRequired } from "../../core/required.ts";
import { checkChatText } from "../../core/sizes.ts";
import { encodeMessage } from "../../protocol/codec.ts";
import { limits } from "../../protocol/limits.ts";
import { requests } from "../../protocol/requests.ts";
import { inNamespace, inRoom, roomKeyOf, settingsOf } from "./fields.ts";
import { route } from "./route.ts";

const { room: _, ...range } = requests.history.request.properties;
const { event, data, store, key } = requests.publish.request.properties;

export const messages = {
  readMessages: route({
    method: "get",
    path: "/rooms/{room}/messages",
    access: "admin",
    summary: "Reads what a room has stored; it is there also when the room is not.",
    params: inRoom,
    query: { ...inNamespace, ...range },
    reply: {
      status: 200,
      description: "A page of messages, in ascending order.",
      schema: requests.history.reply,
    },
    errors: ["unavailable"],
    async handle(asked, { hub }) {
      const { since, before, limit = limits.historyPage } = asked.query;
      return hub.engine.read(roomKeyOf(asked), { since, before, limit });
    },
  }),

  publishMessage: route({
    method: "post",
    path: "/rooms/{room}/messages",
    access: "admin",
    summary: "Publishes a message to everyone in a room, in the server's name.",
    params: inRoom,
    query: inNamespace,
    body: { schema: Type.Object({ event, data, store, key }) },
    reply: {
      status: 201,
      description: "It is on its way, and on disk if it is stored.",
      schema: requests.publish.reply,
    },
    errors: ["not_found", "unavailable"],
    async handle(asked, { hub }) {
      const { event, data, store: keep = null, key } = asked.body;
      const { room } = asked.params;
      const chat = event === "chat";
      if (chat) checkChatText(settingsOf(hub, asked), data);
      checkRequired(settingsOf(hub, asked), event, data);
      const time = hub.engine.wall();
      const body = encodeMessage({ type: "message", room, from: null, name: "server", event, data, time });
      const publication = { from: null, body, keep, chat, key, echo: false };
      const { position, duplicate } = await publishInto(hub, roomKeyOf(asked), publication);
      const place = position && { offset: position.offset, position };
      return { time, ...place, ...(duplicate && { duplicate }) };
    },
  }),
};
