// Every setting of a configuration file, with its bounds, its default and what it does: one table for checking, editors and docs.
import Type from "typebox";
import { RIGHTS, SCOPES } from "../../core/rights.ts";
import { defaultSettings } from "../../core/settings.ts";
import { ID_PATTERN } from "../../protocol/ids.ts";
import { limits } from "../../protocol/limits.ts";
import { IceServer, RoomOptions } from "../../protocol/shapes.ts";
import { DURATION_PATTERN, showDuration } from "./duration.ts";

const { room, limits: bounds, history, topics, grace, auth } = defaultSettings;

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const YEARS = 3_650 * DAY;
/** A frame carries the text or the data and what stands around it. */
const HALF_FRAME = limits.frameBytes / 2;

/** `title` goes into messages: "… is no setting of a room". */
const part = <P extends Type.TProperties>(title: string, properties: P) =>
  Type.Object(properties, { title, additionalProperties: false });

const count = (description: string, preset: number, minimum: number, maximum: number) =>
  Type.Optional(Type.Integer({ description, default: preset, minimum, maximum }));

const bytes = (whose: string, preset: number) => count(`Bytes of ${whose}.`, preset, 2, HALF_FRAME);

/** `duration`: the least and the most, in milliseconds. */
const duration = (description: string, preset: number, least: number, most: number) =>
  Type.Optional(
    Type.String({
      description,
      default: showDuration(preset),
      pattern: DURATION_PATTERN,
      duration: [least, most],
    }),
  );

const list = <T extends Type.TSchema>(items: T, description: string) =>
  Type.Optional(Type.Array(items, { description, default: [] }));

const flag = (description: string) => Type.Optional(Type.Boolean({ description, default: false }));

/** What a creator may choose, with the namespace's own default. */
const option = <T extends Type.TSchema>(schema: T, description: string, preset: string) =>
  Type.Optional(Type.Unsafe<Type.Static<T>>({ ...schema, description, default: preset }));

const Right = Type.Enum([...RIGHTS]);
const text = (description: string) => Type.Optional(Type.String({ description, minLength: 1 }));

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

export const Config = part("the server", {
  $schema: Type.Optional(Type.String({ description: "For editors." })),
  host: Type.Optional(
    Type.String({ description: "Address to listen on.", default: "127.0.0.1", minLength: 1 }),
  ),
  port: count("Port to listen on; 0 takes a free one.", 7420, 0, 65_535),
  open: flag("Listen on an address that others reach, letting everyone in."),
  dataDir: Type.Optional(Type.String({ description: "Where history is kept.", minLength: 1 })),
  memory: flag("Keep history in memory only."),
  backup: Type.Optional(
    part("the backups", {
      to: Type.Optional(
        Type.String({ description: "The folder for backups; without one there are none.", minLength: 1 }),
      ),
      every: duration("From one backup to the next.", 3_600 * SECOND, 60 * SECOND, 7 * DAY),
      keep: count("The newest so many backups are kept.", 7, 1, 10_000),
    }),
  ),
  iceServers: list(
    Type.Object(
      {
        ...IceServer.properties,
        urls: Type.Union([Type.String(), Type.Array(Type.String())], {
          expects: "a text or a list of texts",
        }),
      },
      { title: "an ICE server", additionalProperties: false },
    ),
    "STUN and TURN servers that peers are told of.",
  ),
  turn: Type.Optional(
    part("the TURN servers", {
      servers: list(
        Type.String({
          pattern: "^turns?:[^\\s?/]+(\\?transport=(udp|tcp))?$",
          expects: 'an address such as "turn:turn.example.org:3478?transport=udp"',
        }),
        "TURN servers for which each peer gets a credential of its own.",
      ),
      secretFile: Type.Optional(
        Type.String({
          description: "The file with the secret that they share with this server.",
          minLength: 1,
        }),
      ),
      ttl: duration("How long a credential is good.", 3_600 * SECOND, 60 * SECOND, DAY),
    }),
  ),
  allowOrigin: list(Type.String({ minLength: 1 }), 'Pages of these origins may connect too; `"*"` for all.'),
  logLevel: Type.Optional(
    Type.Enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      description: "What goes to the log; info, and on a terminal warn.",
    }),
  ),
  auditLog: Type.Optional(
    Type.String({ description: "A file of its own for moderation and suspicious acts.", minLength: 1 }),
  ),
  drain: duration(
    "Over how long the sockets are closed when it stops, at most.",
    10 * SECOND,
    0,
    30 * SECOND,
  ),
  drainNotice: Type.Optional(
    Type.String({
      description: "How long before that everyone is told; 3s, and on a terminal nothing.",
      pattern: DURATION_PATTERN,
      duration: [0, 30 * SECOND],
    }),
  ),
  others: Type.Optional(
    Type.Enum(["allow", "refuse"], {
      description: "Namespaces that are not named: there with the defaults, or not there.",
      default: "allow",
    }),
  ),
  defaults: Type.Optional(Namespace),
  namespaces: Type.Optional(
    Type.Record(Type.String({ pattern: ID_PATTERN }), Namespace, {
      description: "By name; what one does not say is as in `defaults`.",
      default: {},
    }),
  ),
});
export type Config = Type.Static<typeof Config>;

/** A schema as what reads it sees it. */
export interface Shape {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  minLength?: number;
  required?: readonly string[];
  properties?: Readonly<Record<string, Shape>>;
  patternProperties?: Readonly<Record<string, Shape>>;
  items?: Shape;
  anyOf?: readonly Shape[];
  /** The least and the most milliseconds of a time. */
  duration?: readonly [number, number];
  /** What should stand there, in words. */
  expects?: string;
}

export const configShape = Config as Shape;

/** Settings whose values are shown to nobody. */
export const SECRETS: readonly string[] = ["credential", "sha256"];

const OURS = ["duration", "expects"];

/** For editors: without the words that only this program reads. */
export const editorSchema = (): string =>
  JSON.stringify(
    {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      ...Config,
      title: "Configuration of rtrooms serve",
    },
    (key, value) => (OURS.includes(key) ? undefined : value),
    2,
  );
