// What happened, why, and what to do next, in words for a person at the page.
import type { ClientState } from "../client/connect.ts";
import { ConnectError } from "../client/errors.ts";
import type { Link } from "../client/link.ts";
import type { RoomEnd } from "../client/room.ts";
import { type ErrorCode, RtError } from "../protocol/errors.ts";
import type { LeaveReason } from "../protocol/events.ts";

const NEXT: Partial<Record<ErrorCode, string>> = {
  room_full: "Choose another room, or wait until somebody leaves.",
  room_closed: "Choose another room.",
  unauthorized: "This server asks for a token; this page has none to give.",
  too_many_rooms: "Join a room that is there already.",
  unavailable: "Try again in a moment.",
  internal: "Try again; the server's log says more.",
  payload_too_large: "Make it shorter.",
};

export function wordError(error: unknown): string {
  if (error instanceof RtError) return [error.message, NEXT[error.code]].filter(Boolean).join(" ");
  if (error instanceof ConnectError) return error.message;
  return `This page made a mistake: ${String(error)}. Reload it.`;
}

const ENDS: Record<RoomEnd["reason"], string> = {
  host: "The host closed the room.",
  admin: "An administrator closed the room.",
  empty: "The room was empty for too long and is gone.",
  kick: "You were removed from the room.",
  ban: "You were banned from the room",
  lost: "The server lost your seat. Join again.",
  leave: "",
  moved: "The room was merged with another one.",
  timeout: "Nobody was found in time.",
  none: "Nobody was found in time.",
  refused: "The connection came back, but not the seat.",
  disconnected: "The connection is closed.",
};

export const wordLeave: Record<LeaveReason, string> = {
  leave: "left",
  lost: "lost the connection",
  kick: "was removed",
  ban: "was banned",
  timeout: "found nobody in time",
};

export const wordEnd = ({ reason, error }: RoomEnd): string =>
  [ENDS[reason], error && wordError(error)].filter(Boolean).join(" ");

export function wordState(state: ClientState): string {
  switch (state.state) {
    case "open":
      return "connected";
    case "reconnecting":
      return `connection lost · attempt ${state.attempt} in ${(state.retryInMs / 1000).toFixed(1)} s`;
    default:
      return `closed: ${state.reason || state.code}`;
  }
}

export const wordLink: Record<Link["state"], string> = {
  waiting: "waiting for an offer",
  connecting: "connecting",
  connected: "peer to peer",
  failed: "no link",
  closed: "closed",
};

export const wordFailure = ({ error }: Link): string =>
  error
    ? `The browser refused: ${error.message}`
    : "No way through the network between you two. A TURN server helps: rtrooms serve --ice-server turn:…";
