// What the commands of the join screen ask the server for.
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";
import type { Command } from "./state/join-commands.ts";

export type RoomCommand = Exclude<Command, { does: "invite" | "leave" | "help" }>;

export function askFor(client: Client, seat: Room, command: RoomCommand): Promise<unknown> {
  const room = seat.id;
  switch (command.does) {
    case "ready":
    case "unready":
      return client.request("member.update", { room, ready: command.does === "ready" });
    case "data":
      return client.request("member.update", { room, data: command.data });
    case "say":
      return seat.say(command.text);
    case "start":
    case "finish":
    case "close":
      return client.request(command.does, { room });
    case "kick":
    case "ban":
      return client.request(command.does, { room, peer: command.peer as PeerId });
    case "host":
      return client.request("transfer", { room, to: command.peer as PeerId });
    case "announce":
      return client.request("announce", { room, text: command.text });
    default:
      return client.request("room.update", { room, ...changeOf(command) });
  }
}

type Change = Extract<
  RoomCommand,
  { does: "lock" | "unlock" | "set" | "capacity" | "min" | "visibility" | "startmode" }
>;

function changeOf(command: Change) {
  switch (command.does) {
    case "lock":
    case "unlock":
      return { locked: command.does === "lock" };
    case "set":
      return { data: command.data };
    case "capacity":
      return { capacity: command.seats };
    case "min":
      return { min: command.seats };
    case "visibility":
      return { visibility: command.visibility };
    case "startmode":
      return { start: command.start };
    default:
      return command satisfies never;
  }
}
