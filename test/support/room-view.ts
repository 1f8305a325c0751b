// A room as the server shows it, with what a test is about set and the rest as it is by default.
import type { RoomView } from "../../src/protocol/shapes.ts";

export const roomView = (room: string, given: Partial<RoomView> = {}): RoomView => ({
  room: room as RoomView["room"],
  status: "waiting",
  capacity: 8,
  min: 2,
  visibility: "public",
  locked: false,
  hasPassword: false,
  start: "full",
  history: "chat",
  hold: 30_000,
  host: null,
  members: 0,
  spectators: 0,
  maxSpectators: 0,
  createdAt: 0,
  data: {},
  version: 1,
  ...given,
});
