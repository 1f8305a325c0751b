// Every setting of a configuration file, with its bounds, its default and what it does: one table for checking, editors and docs.
import Type from "typebox";
import { defaultServerLimits } from "../../core/settings.ts";
import { ID_PATTERN } from "../../protocol/ids.ts";
import { IceServer } from "../../protocol/shapes.ts";
import { DURATION_PATTERN } from "./duration.ts";
import { Namespace } from "./namespace.ts";
import { burst, count, DAY, duration, flag, list, part, rate, SECOND, text } from "./parts.ts";

const serverBounds = defaultServerLimits;

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
  tlsCert: text("Certificate, in PEM: the server then speaks HTTPS. It is read again when it changes."),
  tlsKey: text("Its key, in PEM."),
  adminPort: Type.Optional(
    Type.Integer({
      description: "A port on loopback for changes, figures and watching, which are then nowhere else.",
      minimum: 0,
      maximum: 65_535,
    }),
  ),
  trustedProxies: list(
    Type.String({ minLength: 1 }),
    "Addresses and networks of proxies whose `X-Forwarded-For` is believed.",
  ),
  limits: Type.Optional(
    part("the server's limits", {
      enforce: Type.Optional(
        Type.Enum(["on", "off"], {
          description: "Whether peers and addresses are held to how fast they may go.",
          default: serverBounds.enforce,
        }),
      ),
      connections: count("Connections in all.", serverBounds.connections, 1, 1_000_000),
      connectionsPerAddress: count(
        "Connections from one address.",
        serverBounds.connectionsPerAddress,
        1,
        1_000_000,
      ),
      connectsPerSecond: rate("New connections from one address", serverBounds.connectsPerSecond),
      connectBurst: burst("new connections", serverBounds.connectBurst),
      joinsPerSecond: rate("Rooms joined, made or matched from one address", serverBounds.joinsPerSecond),
      joinBurst: burst("joins", serverBounds.joinBurst),
      storedPerSecond: rate("Messages to be stored from one address", serverBounds.storedPerSecond),
      storedBurst: burst("stored messages", serverBounds.storedBurst),
      guessesPerMinute: count(
        "Wrong passwords, codes and rooms from one address in a minute.",
        serverBounds.guessesPerMinute,
        1,
        1_000_000,
      ),
      tokensPerMinute: count(
        "Tokens that are not valid from one address in a minute.",
        serverBounds.tokensPerMinute,
        1,
        1_000_000,
      ),
    }),
  ),
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
