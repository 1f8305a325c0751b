// Words for the reasons in the audit log.
import type { Table } from "./words.ts";

const MODERATION = {
  advice:
    "Nothing, unless somebody complains: `by`, `subject` and `address` say who it was, `peer` whom it was about.",
  retry: "It is no failure.",
};
const WATCH = "One is chance; many of one address are somebody at work: block it before the server.";

export const auditWords: Table = {
  by_host: {
    ...MODERATION,
    why: "A host keeps order in its own room.",
    example: '{"audit":true,"act":"kick","reason":"by_host","room":"lobby","peer":"9f…","by":"5f…"}',
  },
  by_moderator: {
    ...MODERATION,
    why: "A token with the scope `moderate` was used.",
    example: '{"audit":true,"act":"ban","reason":"by_moderator","room":"lobby","subject":"ada"}',
  },
  by_observer: {
    ...MODERATION,
    why: "A token with the scope `observe` was used to watch signals with what they carry.",
    example: '{"audit":true,"act":"watch","reason":"by_observer","room":"lobby","subject":"ada"}',
  },
  by_admin: {
    ...MODERATION,
    why: "The admin token was used, over the socket or over HTTP.",
    example: '{"audit":true,"act":"close","reason":"by_admin","room":"lobby","by":"http"}',
  },
  token: {
    why: "A client has an old token, or somebody tries some.",
    advice: WATCH,
    retry: "With a valid token.",
    example: '{"audit":true,"act":"refuse","reason":"token","path":"/rooms/lobby","address":"192.0.2.9"}',
  },
  token_in_url: {
    why: "A client puts its token into the address, which ends up in logs and histories.",
    advice: "Change the client, and the token: it may have been seen.",
    retry: "With the token in `hello`, Authorization, or the subprotocol.",
    example: "ws://rooms.example.org/ws?token=…",
  },
  origin: {
    why: "A page of another site tried to connect with a visitor's browser.",
    advice: "If it is your own page: --allow-origin ORIGIN.",
    retry: "Once the origin is allowed.",
    example: "npx rtrooms serve --allow-origin https://game.example.org",
  },
  host: {
    why: "A page has made its own name resolve to this machine, or a proxy passes on another Host.",
    advice: "Behind a proxy: let it set Host, or listen on the address that it asks for.",
    retry: "With a local name.",
    example: "curl -H 'Host: evil.example.org' http://127.0.0.1:7420/rooms",
  },
  path: {
    why: "A client has the wrong address, or somebody looks for what else is there.",
    advice: "WebSockets are at /ws or /ws/<namespace>.",
    retry: "With the right address.",
    example: "ws://rooms.example.org/socket",
  },
  namespace: {
    why: "A client asks for a namespace that this server does not have.",
    advice: 'Name it in the configuration, or let others in with `others`: "allow".',
    retry: "Once it is there.",
    example: "ws://rooms.example.org/ws/nowhere",
  },
  headers: {
    why: "A client or proxy adds headers without end, or somebody tries to fill the memory.",
    advice: WATCH,
    retry: "With fewer headers.",
    example: "431 Request Header Fields Too Large",
  },
  bad_http: {
    why: "Something else than HTTP came: TLS to a port without it, a scanner, a broken proxy.",
    advice: "Look whether the client means https and the server http, or the other way round.",
    retry: "With HTTP.",
    example: "400 Bad Request",
  },
  slow_request: {
    why: "A bad network, or an attack that holds sockets by sending a byte at a time.",
    advice: WATCH,
    retry: "Yes.",
    example: "408 Request Timeout",
  },
  admin_door: {
    why: "A script or scraper uses the port that everybody reaches.",
    advice: "Use the admin port, which `serve --admin-port` names and the banner shows.",
    retry: "At the admin port.",
    example: "npx rtrooms stats --url http://127.0.0.1:7421",
  },
  unready: {
    why: "The server is stopping, or too busy for more: /readyz says which.",
    advice: "See /readyz; while it is stopping clients go elsewhere by themselves.",
    retry: "After the time in Retry-After.",
    example: "curl -s http://127.0.0.1:7420/readyz",
  },
  connections: {
    why: "More peers than the server takes, or a client that opens connections without end.",
    advice: "Raise `limits.connections`, or add a server.",
    retry: "After the time in Retry-After.",
    example: "503 Service Unavailable",
  },
  sockets: {
    why: "Far more sockets than connections: port scanners, or an attack that holds them.",
    advice: WATCH,
    retry: "Later.",
    example: '{"audit":true,"act":"refuse","reason":"sockets"}',
  },
  address_connections: {
    why: "Many peers behind one address, or one that opens connections without end.",
    advice:
      "A proxy that brings many peers is named with --trust-proxy; else raise `limits.connectionsPerAddress`.",
    retry: "After the time in Retry-After.",
    example: "429 Too Many Requests",
  },
  address_sockets: {
    why: "One address opens sockets and says nothing on them.",
    advice: WATCH,
    retry: "Later.",
    example: '{"audit":true,"act":"refuse","reason":"address_sockets","address":"192.0.2.9"}',
  },
  address_connects: {
    why: "A client that connects in a loop, without waiting in between.",
    advice: "Use the client library, which waits longer each time; a proxy is named with --trust-proxy.",
    retry: "After the time in Retry-After.",
    example: "429 Too Many Requests",
  },
  address_joins: {
    why: "A script that goes through rooms, or many peers behind one address.",
    advice: "A proxy is named with --trust-proxy; else raise `limits.joinsPerSecond`.",
    retry: "After `retryAfterMs`.",
    example: '{"type":"error","code":"rate_limited","retryAfterMs":400}',
  },
  address_stored: {
    why: "A bot that writes faster than anybody reads.",
    advice: "Send what need not be kept with `store: false`, or raise `limits.storedPerSecond`.",
    retry: "After `retryAfterMs`.",
    example: '{"type":"error","code":"rate_limited","retryAfterMs":100}',
  },
  address_guesses: {
    why: "Somebody tries passwords, codes or names of rooms.",
    advice: WATCH,
    retry: "After a minute.",
    example: '{"audit":true,"act":"refuse","reason":"address_guesses","address":"192.0.2.9"}',
  },
  address_tokens: {
    why: "A client that goes on with a token that is no good, or somebody who tries some.",
    advice: WATCH,
    retry: "After a minute.",
    example: '{"audit":true,"act":"refuse","reason":"address_tokens","address":"192.0.2.9"}',
  },
  peer_messages: {
    why: "A game that sends each frame of its screen, or a loop that has run away.",
    advice: "Gather changes and send them less often, or raise `limits.messagesPerSecond` of the namespace.",
    retry: "After `retryAfterMs`.",
    example: '{"type":"error","code":"rate_limited","retryAfterMs":10}',
  },
  peer_signals: {
    why: "A mesh of many peers that starts all at once, or a loop that restarts links.",
    advice: "Let the client library pace them, or raise `limits.signalsPerSecond` of the namespace.",
    retry: "After `retryAfterMs`.",
    example: '{"type":"error","code":"rate_limited","retryAfterMs":20}',
  },
  strikes: {
    why: "A peer was told three times within ten seconds that it is too fast, and went on.",
    advice: WATCH,
    retry: "After a wait.",
    example: '{"audit":true,"act":"close","reason":"strikes","address":"192.0.2.9"}',
  },
  bad_frame: {
    why: "A broken client or proxy, or somebody who tries what the server does with it.",
    advice: WATCH,
    retry: "With a proper WebSocket client.",
    example: '{"audit":true,"act":"close","reason":"bad_frame","address":"192.0.2.9"}',
  },
  bad_protocol: {
    why: "A client of another protocol, a mistake in one's own, or somebody who tries.",
    advice: WATCH,
    retry: "No.",
    example: '{"audit":true,"act":"close","reason":"bad_protocol","peer":"9f…"}',
  },
  hello_timeout: {
    why: "A port scanner, a health check that opens sockets, or an attack that holds them.",
    advice: "Point health checks at /healthz. Many of one address: block it before the server.",
    retry: "When it has something to say.",
    example: '{"audit":true,"act":"close","reason":"hello_timeout","address":"192.0.2.9"}',
  },
  oversized: {
    why: "A client sends files as messages, or somebody tries to fill the memory.",
    advice: WATCH,
    retry: "With smaller messages.",
    example: '{"audit":true,"act":"close","reason":"oversized","peer":"9f…"}',
  },
  slow_consumer: {
    why: "A bad network, a tab in the background, or a room that is too loud for its members.",
    advice: "If it happens to many: set a `cadence`, or lower what peers may publish.",
    retry: "Yes.",
    example: '{"audit":true,"act":"close","reason":"slow_consumer","peer":"9f…"}',
  },
  flood: {
    why: "More than 20 lines a minute of one address, or 600 of all.",
    advice: "Block the address before the server; it may be hiding something else.",
    retry: "It is no failure.",
    example: '{"audit":true,"act":"drop","reason":"flood","address":"192.0.2.9","count":980}',
  },
};
