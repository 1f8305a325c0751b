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
