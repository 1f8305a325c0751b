// What an admin may do to those in a room, as its host could.
import Type from "typebox";
import { asHost } from "../../core/hosting.ts";
import type { HostAct } from "../../core/rules/hosting.ts";
import { checkNotice } from "../../core/sizes.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import type { PeerId } from "../../protocol/ids.ts";
import { NoticeText, PeerIdSchema } from "../../protocol/shapes.ts";
import { done, inNamespace, inRoom, ofPeer, roomKeyOf, settingsOf, theRoom } from "./fields.ts";
import { route } from "./route.ts";

/** The acts that are about one peer differ in their address and in nothing else. */
const act = (
  method: "put" | "delete",
  path: string,
  summary: string,
  errors: ErrorCode[],
  of: (peer: PeerId) => HostAct,
) =>
  route({
    method,
    path,
    access: "moderator",
    summary,
    params: ofPeer,
    query: inNamespace,
    reply: done("It is done."),
    errors: ["not_found", "unavailable", ...errors],
    async handle(asked, { hub }) {
      await asHost(hub, roomKeyOf(asked), of(asked.params.peer), asked);
    },
  });

export const hosting = {
  kick: act("delete", "/rooms/{room}/members/{peer}", "Takes a member's seat.", ["no_such_peer"], (peer) => ({
    type: "kick",
    peer,
  })),

  ban: act(
    "put",
    "/rooms/{room}/bans/{peer}",
    "Takes a peer's seat, and refuses it from then on.",
    [],
    (peer) => ({
      type: "ban",
      peer,
    }),
  ),

  unban: act("delete", "/rooms/{room}/bans/{peer}", "Lets a banned peer in again.", [], (peer) => ({
    type: "unban",
    peer,
  })),

  transfer: route({
    method: "put",
    path: "/rooms/{room}/host",
    access: "admin",
    summary: "Makes another member host.",
    params: inRoom,
    query: inNamespace,
    body: { schema: Type.Object({ to: PeerIdSchema }) },
    reply: theRoom(200),
    errors: ["not_found", "no_such_peer", "unavailable"],
    async handle(asked, { hub }) {
      const act = { type: "transfer", to: asked.body.to } as const;
      const { inside } = await asHost(hub, roomKeyOf(asked), act, asked);
      return { room: inside };
    },
  }),

  announce: route({
    method: "post",
    path: "/rooms/{room}/notices",
    access: "moderator",
    summary: "Says something to everyone in a room, once; it is not stored.",
    params: inRoom,
    query: inNamespace,
    body: { schema: Type.Object({ text: NoticeText }) },
    reply: done("It is said."),
    errors: ["not_found", "unavailable"],
    async handle(asked, { hub }) {
      const { text } = asked.body;
      checkNotice(settingsOf(hub, asked), text);
      await asHost(hub, roomKeyOf(asked), { type: "announce", text }, asked);
    },
  }),
};
