// Why a room is over, in words for people.
import type { RoomEnd } from "../client/room.ts";

const words: Record<RoomEnd["reason"], string> = {
  host: "the host closed the room",
  admin: "the room was closed by an administrator",
  empty: "the room was closed because nobody was in it",
  leave: "you left the room",
  lost: "your seat was gone when the connection came back",
  kick: "you were removed from the room",
  ban: "you were banned from the room",
  moved: "the room was merged with another one",
  timeout: "the time of the match is up",
  none: "nobody was found in time",
  refused: "the seat could not be taken again",
  disconnected: "the connection is closed for good",
};

export const endWords = ({ reason, error }: RoomEnd): string =>
  [Object.hasOwn(words, reason) ? words[reason] : "the room is over", error?.message]
    .filter(Boolean)
    .join(": ");
