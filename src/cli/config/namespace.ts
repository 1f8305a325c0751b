// The settings of a namespace, and so of the defaults for all of them.
import Type from "typebox";
import { RIGHTS, SCOPES } from "../../core/rights.ts";
import { defaultSettings } from "../../core/settings.ts";
import { limits } from "../../protocol/limits.ts";
import { RoomOptions } from "../../protocol/shapes.ts";
import { DURATION_PATTERN } from "./duration.ts";
import {
  burst,
  bytes,
  count,
  DAY,
  duration,
  list,
  option,
  part,
  rate,
  SECOND,
  text,
  YEARS,
} from "./parts.ts";

const { room, limits: bounds, history, topics, grace, auth } = defaultSettings;

const Right = Type.Enum([...RIGHTS]);

export const Jwt = part("signed tokens", {
  secretFile: text(
    "The file with the secret of HS256, 32 bytes at least; or `env:NAME`, a variable that has it.",
  ),
  jwks: text("A file of public keys (JWKS): EdDSA, RS256, ES256."),
  issuer: text("What `iss` must say."),
  audience: text("What `aud` must say."),
});
export type Jwt = Type.Static<typeof Jwt>;

export const Token = part("a token", {
  name: Type.String({ description: "Which one it is, for people.", minLength: 1, maxLength: 64 }),
  scopes: Type.Array(Type.Enum([...SCOPES]), { description: "What it is good for.", minItems: 1 }),
  tokenFile: Type.Optional(Type.String({ description: "The file that the token stands in.", minLength: 1 })),
  sha256: Type.Optional(
    Type.String({
      description: "The token's SHA-256, in hex.",
      pattern: "^[0-9a-fA-F]{64}$",
      expects: "64 hex digits",
    }),
  ),
});
export type Token = Type.Static<typeof Token>;

const keeping = (of: string, preset: { messages: number; maxAge: number }) =>
  Type.Optional(
    part("history", {
      messages: count(`The newest so many of ${of} are kept.`, preset.messages, 1, 1_000_000),
      maxAge: duration(`And none that is older.`, preset.maxAge, SECOND, YEARS),
    }),
  );

export const Namespace = part("a namespace", {
  room: Type.Optional(
    part("a room", {
      capacity: count("Seats, where a creator names no number.", room.capacity, 1, limits.maxCapacity),
      min: count("Members that `ready` waits for.", room.min, 1, limits.maxCapacity),
      visibility: option(RoomOptions.properties.visibility, "Who finds the room.", room.visibility),
      start: option(RoomOptions.properties.start, "What makes it active.", room.start),
      history: option(
        RoomOptions.properties.history,
        "Which publications are stored when they don't say.",
        room.history,
      ),
      hold: duration("How long the seat of a lost member is kept.", room.hold, 0, limits.maxHold),
    }),
  ),
  limits: Type.Optional(
    part("the limits", {
      maxCapacity: count("Seats that a room may have.", bounds.maxCapacity, 1, limits.maxCapacity),
      rooms: count("Rooms at once.", bounds.rooms, 1, limits.rooms),
      roomsPerPeer: count("Rooms that a peer may be in.", bounds.roomsPerPeer, 1, 1_000),
      topicsPerPeer: count("Topics that a peer may follow.", bounds.topicsPerPeer, 1, 10_000),
      textBytes: bytes("a chat message's text", bounds.textBytes),
      memberDataBytes: bytes("a member's `data` as JSON", bounds.memberDataBytes),
      roomDataBytes: bytes("a room's `data` as JSON", bounds.roomDataBytes),
      messagesPerSecond: rate("Messages that one connection may send", bounds.messagesPerSecond),
      messageBurst: burst("messages", bounds.messageBurst),
      signalsPerSecond: rate("Signals among them", bounds.signalsPerSecond),
      signalBurst: burst("signals", bounds.signalBurst),
    }),
  ),
  history: keeping("a room's messages", history),
  topics: keeping("a topic's values", topics),
  cadence: Type.Optional(
    Type.String({
      description: "Messages for one peer are gathered for so long and written together.",
      default: "off",
      pattern: `^off$|${DURATION_PATTERN}`,
      duration: [1, SECOND],
      expects: 'a time from "1ms" to "1s", or "off"',
    }),
  ),
  grace: duration("How long a lost peer may come back as itself, at least.", grace, SECOND, DAY),
  events: Type.Optional(
    Type.Record(Type.String(), Type.Array(Type.String({ minLength: 1, maxLength: 128 })), {
      description: "Fields that the `data` of a publication must have, by its event.",
      default: {},
    }),
  ),
  auth: Type.Optional(
    part("the rights", {
      jwt: Type.Optional(Jwt),
      anonymous: Type.Optional(
        Type.Array(Right, {
          description:
            "What a peer without a token may do; `[]`, as with `auth.jwt`: nobody enters without one.",
          default: [...auth.anonymous],
        }),
      ),
      tokens: list(Token, "Tokens that are good here, besides the admin's."),
    }),
  ),
});
export type Namespace = Type.Static<typeof Namespace>;
