// What is in force in one namespace: what its rooms are unless they say otherwise, its limits, what it keeps, and who may do what.
import type { Namespace } from "../protocol/ids.ts";
import { limits, times } from "../protocol/limits.ts";
import type { RoomOptions } from "../protocol/shapes.ts";
import type { Millis } from "./clock.ts";
import type { Right } from "./rights.ts";

/** Options that a new room has where its creator says nothing. */
export type RoomDefaults = Required<
  Pick<RoomOptions, "capacity" | "min" | "visibility" | "start" | "history" | "hold">
>;

export interface NamespaceLimits {
  /** The most seats that a room may have. */
  maxCapacity: number;
  /** Rooms of the namespace; the server as a whole has a limit of its own. */
  rooms: number;
  roomsPerPeer: number;
  topicsPerPeer: number;
  /** Bytes of a chat message's text; of a member's and a room's `data` as JSON. */
  textBytes: number;
  memberDataBytes: number;
  roomDataBytes: number;
  /** What one connection may send, on average and at once; and the signals among it. */
  messagesPerSecond: number;
  messageBurst: number;
  signalsPerSecond: number;
  signalBurst: number;
}

/** Of the server as a whole, and of each address from which peers come. */
export interface ServerLimits {
  /** Whether anything is held to how fast it may go, and addresses to how many connections. */
  enforce: "on" | "off";
  connections: number;
  connectionsPerAddress: number;
  connectsPerSecond: number;
  connectBurst: number;
  joinsPerSecond: number;
  joinBurst: number;
  /** Publications that go to disk. */
  storedPerSecond: number;
  storedBurst: number;
  /** Wrong passwords and codes, and rooms that are not there. */
  guessesPerMinute: number;
  /** Tokens that are not valid. */
  tokensPerMinute: number;
}

export const defaultServerLimits: ServerLimits = {
  enforce: "on",
  connections: limits.connections,
  connectionsPerAddress: 100,
  connectsPerSecond: 20,
  connectBurst: 40,
  joinsPerSecond: 10,
  joinBurst: 50,
  storedPerSecond: 10,
  storedBurst: 200,
  guessesPerMinute: limits.guesses,
  tokensPerMinute: limits.guesses,
};

/** How much of one stream is kept, and how long. */
export interface Keeping {
  messages: number;
  maxAge: Millis;
}

/** A token that is good in this namespace; only its digest is kept. */
export interface TokenRule {
  name: string;
  scopes: readonly Right[];
  /** Of the token, in hex. */
  sha256: string;
}

/** Whoever has one of these keys lets people in: by HS256 with the secret, else by a key of the file. */
export interface JwtRule {
  /** 32 bytes at least. */
  secret?: string | Uint8Array;
  /** A file of public keys (JWKS), read anew when it changes. */
  jwks?: string;
  /** What `iss` and `aud` must say, where they are asked for. */
  issuer?: string;
  audience?: string;
}

/** What peers without a token may do where nobody says: where others sign people in, nothing. */
export const anonymousRights = (signOn: boolean): readonly Right[] =>
  signOn ? [] : ["join", "create", "signal"];

export interface Settings {
  room: RoomDefaults;
  limits: NamespaceLimits;
  /** Of each room. */
  history: Keeping;
  /** Of each topic; its newest value stays whatever its age. */
  topics: Keeping;
  /** Fan-out to one peer is gathered for so long; 0: not. */
  cadenceMs: Millis;
  /** How long a lost peer may come back as itself, at least; as long as one of its rooms holds its seat in any case. */
  grace: Millis;
  /** Fields that the data of a publication must have, by its event. */
  events: Readonly<Record<string, readonly string[]>>;
  auth: {
    /** How signed tokens are checked; null: none are good here. */
    jwt: JwtRule | null;
    /** What a peer without a token may do; nothing: it may not even enter. */
    anonymous: readonly Right[];
    tokens: readonly TokenRule[];
  };
}

/** The settings of a namespace; for the same one the same answer. */
export type SettingsOf = (namespace: Namespace) => Settings;

export const defaultSettings: Settings = {
  room: {
    capacity: limits.capacity,
    min: 1,
    visibility: "public",
    start: "full",
    history: "chat",
    hold: times.hold,
  },
  limits: {
    maxCapacity: limits.maxCapacity,
    rooms: limits.rooms,
    roomsPerPeer: limits.roomsPerPeer,
    topicsPerPeer: limits.topicsPerPeer,
    textBytes: limits.textBytes,
    memberDataBytes: limits.memberDataBytes,
    roomDataBytes: limits.roomDataBytes,
    messagesPerSecond: 100,
    messageBurst: 200,
    signalsPerSecond: 50,
    signalBurst: 200,
  },
  history: { messages: limits.historyMessages, maxAge: limits.historyMs },
  topics: { messages: limits.topicMessages, maxAge: limits.historyMs },
  cadenceMs: 0,
  grace: times.grace,
  events: {},
  auth: { jwt: null, anonymous: anonymousRights(false), tokens: [] },
};

/** The options of a room to be made: what its creator says, and the namespace's defaults for the rest. */
export function wholeOptions({ room }: Settings, asked: RoomOptions): RoomOptions {
  const options = { ...room, ...asked };
  // A creator who names few seats only has not asked for more members than that.
  if (asked.min === undefined) options.min = Math.min(room.min, options.capacity);
  return options;
}
