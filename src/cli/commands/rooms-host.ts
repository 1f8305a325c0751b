// `rtrooms rooms set`, `lock`, `announce` and their like: what an administrator may do in a host's place.
import type { Command } from "commander";
import type { Api } from "../http.ts";
import { roomOptionsOf, withRoomOptions } from "../room-options.ts";
import type { RoomsOptions } from "./rooms.ts";

type Make = (name: string, description: string) => Command;
type OpenApi = (command: Command) => Promise<Api>;

export function hostCommands(make: Make, api: OpenApi): Command[] {
  const set = withRoomOptions(make("set", "change a room: capacity, min, visibility, locked, start, data, …"))
    .argument("<room>")
    .argument("[key=value...]", "capacity=4, visibility=unlisted, password=null, data.map=7, …")
    .action(async (room: string, pairs: string[], options: RoomsOptions, command: Command) => {
      const { changesOf, setRoom } = await import("../rooms-host.ts");
      await setRoom(await api(command), room, changesOf(pairs, roomOptionsOf(options)), options);
    });
  const lock = make("lock", "take nobody in any more; who is in the room stays")
    .argument("<room>")
    .action(async (room: string, options: RoomsOptions, command: Command) => {
      const { setRoom } = await import("../rooms-host.ts");
      await setRoom(await api(command), room, { locked: true }, options);
    });
  const unlock = make("unlock", "take newcomers in again")
    .argument("<room>")
    .action(async (room: string, options: RoomsOptions, command: Command) => {
      const { setRoom } = await import("../rooms-host.ts");
      await setRoom(await api(command), room, { locked: false }, options);
    });
  const announce = make("announce", "tell everyone in a room something")
    .argument("<room>")
    .argument("<text>")
    .action(async (room: string, text: string, options: RoomsOptions, command: Command) => {
      const { announceIn } = await import("../rooms-host.ts");
      await announceIn(await api(command), room, text, options);
    });
  const ban = make("ban", "remove a member from a room and refuse it from then on")
    .argument("<room>")
    .argument("<peer>", "the peer's id, or its name if only one member has it")
    .option("-y, --yes", "don't ask")
    .action(async (room: string, peer: string, options: RoomsOptions, command: Command) => {
      const { banMember } = await import("../rooms-host.ts");
      await banMember(await api(command), room, peer, options);
    });
  const unban = make("unban", "let a peer in again")
    .argument("<room>")
    .argument("<peer>", "the peer's id")
    .action(async (room: string, peer: string, options: RoomsOptions, command: Command) => {
      const { unbanPeer } = await import("../rooms-host.ts");
      await unbanPeer(await api(command), room, peer, options);
    });
  const invite = make("invite", "a room's invite code, with a command and a link to send to guests")
    .argument("<room>")
    .action(async (room: string, options: RoomsOptions, command: Command) => {
      const { inviteTo } = await import("../rooms-invite.ts");
      await inviteTo(await api(command), room, options);
    });
  return [set, lock, unlock, announce, invite, ban, unban];
}
