// Words for the close codes: ours, and those with which the WebSocket layer ends a connection.
import type { Table } from "./words.ts";

const AGAIN = "Yes, with growing waits; the client of this package does it by itself.";
const NEVER = "No: the same client would be closed again.";

export const closeWords: Table = {
  ended: {
    why: "The server was told twice to stop, or has met a fault that nobody caught.",
    advice: "Nothing that was acknowledged is lost. Whoever runs it finds the cause in its log.",
    retry: AGAIN,
    example: "Ctrl-C, twice, at `rtrooms serve`.",
  },
  binary: {
    why: "A binary frame came; this protocol is JSON in text frames.",
    advice: "Send text; put bytes into base64, or send them peer to peer.",
    retry: "With text frames.",
    example: "socket.send(new Uint8Array(4))",
  },
  draining: {
    why: "The server restarts or moves: it closes its connections in batches.",
    advice: "Nothing. `going_away` came before it and says when to come back.",
    retry: "Yes, after the `retryAfterMs` of `going_away`.",
    example: '{"type":"going_away","retryAfterMs":4210}',
  },
  token_expired: {
    why: "The token's time is over, and no newer one was sent.",
    advice: "Get a new token, and send it with `refresh` before the old one ends.",
    retry: "Yes, with a new token.",
    example: '{"type":"refresh","id":9,"token":"…"}',
  },
  no_pong: {
    why: "The peer did not answer a ping within 10 s: its network is gone, or its program hangs.",
    advice: "Look at the network, and at what keeps the program from reading.",
    retry: AGAIN,
    example: "A laptop that was closed.",
  },
  slow_consumer: {
    why: "The peer reads more slowly than its rooms send: 1 MiB was waiting for it.",
    advice: "Be in fewer rooms, do less in the listener, or set a `cadence` for the namespace.",
    retry: AGAIN,
    example: "A tab in the background in a room with a thousand moves a second.",
  },
  resync: {
    why: "The server has lost what it knew of a room's stream, and won't guess.",
    advice: "Come back and join again: the answer has what is true now.",
    retry: AGAIN,
    example: "A store that was restored from an older copy.",
  },
  rate_limited: {
    why: "The peer went on asking too often after it was told so three times.",
    advice: "Wait for the `retryAfterMs` of the errors before; gather several changes into one.",
    retry: "Yes, after a wait.",
    example: "A loop that publishes without waiting.",
  },
  bad_protocol: {
    why: "Ten messages within a minute were no requests of this protocol, or the first one wasn't.",
    advice: "Look at the errors that came before: they say what is wrong with each.",
    retry: NEVER,
    example: "A client of another protocol.",
  },
  auth_failed: {
    why: "The token is wrong, expired, or for another namespace; or nobody enters without one; or a session's old secret was used.",
    advice: "Get a valid token.",
    retry: "With another token only.",
    example: '{"type":"hello","id":1,"token":"…"}',
  },
  hello_timeout: {
    why: "A connection was opened, and nothing was said on it in time.",
    advice: "Send `hello`, or any request, right after it opens.",
    retry: NEVER,
    example: "A port scanner, or a client that waits for the server to speak first.",
  },
  connection_limit: {
    why: "The user, the address or the server has as many connections as are allowed.",
    advice: "Close those that aren't needed; one connection serves any number of rooms.",
    retry: "No, as long as the others are open.",
    example: "A page that opens a connection for each of its parts.",
  },
  superseded: {
    why: "The same session was resumed on a newer connection, in another tab perhaps.",
    advice: "Nothing, if the newer one is yours. Don't share a session between tabs.",
    retry: NEVER,
    example: "A tab that was duplicated with its session storage.",
  },
  version_unsupported: {
    why: "`hello.version` names a version of the protocol that this server doesn't speak.",
    advice: "Use a client and a server of the same major version.",
    retry: NEVER,
    example: '{"type":"hello","id":1,"version":2}',
  },
};

/** What the WebSocket layer says, by number. */
export const layerCloses: Readonly<Record<string, { means: string } & Table[string]>> = {
  1000: {
    means: "An ordinary goodbye.",
    why: "The peer has left on purpose; its seats are free at once.",
    advice: "Nothing.",
    retry: "When it wants to come back.",
    example: "client.close()",
  },
  1002: {
    means: "A frame broke the rules of WebSockets.",
    why: "Something between the two, or a client of its own make, writes wrong frames.",
    advice: "Look at proxies in between, and at the client's WebSocket library.",
    retry: "With another client.",
    example: "A frame without a mask.",
  },
  1006: {
    means: "The connection was lost without a goodbye.",
    why: "The network, the process at the other end or a proxy in between went away. No frame carries this code.",
    advice:
      "Nothing: seats are held for 30 s. If it happens once a minute, look at the proxy's idle timeout.",
    retry: AGAIN,
    example: "proxy_read_timeout 60s; in nginx",
  },
  1007: {
    means: "A text frame was no UTF-8.",
    why: "Bytes were sent as text.",
    advice: "Send JSON in UTF-8.",
    retry: "With proper text.",
    example: "Latin-1 from a language whose strings are bytes.",
  },
  1008: {
    means: "A message came in too many pieces.",
    why: "A message was cut into thousands of fragments, which costs more memory than it is worth.",
    advice: "Send it in one frame.",
    retry: "With whole messages.",
    example: "One byte a frame.",
  },
  1009: {
    means: "A message was larger than 64 KiB.",
    why: "Frames have a limit, so that one peer can't fill the memory.",
    advice: "Send less at a time, and files peer to peer.",
    retry: "With smaller messages.",
    example: "An image in base64.",
  },
  1013: {
    means: "The server, or a proxy before it, has too much to do.",
    why: "It is full.",
    advice: "Wait.",
    retry: AGAIN,
    example: "Ten thousand connections.",
  },
};
