// The rules of spectators: who sits on their bench, and what they may do from there. All else in a room is for players.
import { RtError } from "../../protocol/errors.ts";
import type { Decision, RoomHead, RoomState, Seat } from "./room-state.ts";

/** Seats that count: into the capacity, for the start, and for the host's role. */
export const playersOf = ({ head, seats }: RoomState): number => seats.size - head.watching;

export const isPlayer = ({ role }: Seat): boolean => role === "player";

export const benchIsFull = (head: RoomHead): boolean => head.watching >= head.spectators;

const WATCHES = "A spectator watches and chats, no more.";

export const notForSpectators: Decision = { ok: false, error: "forbidden", message: WATCHES };

/** The same where it is no command. */
export const forSpectators = (): RtError => new RtError("forbidden", WATCHES);

/** Whether a seat may send this into the room. */
export const maySay = (seat: Seat, { chat }: { chat: boolean }): boolean => isPlayer(seat) || chat;
