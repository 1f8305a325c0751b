// Why something stands in the audit log: every reason with what the server did, for the log, the documents and `rtrooms explain`.

interface Reason {
  /** What the server did; for moderation the act itself stands there. */
  act: "refuse" | "close" | "drop" | "moderate";
  /** What has happened. */
  means: string;
}

export const auditReasons = {
  by_host: { act: "moderate", means: "A room's host did it, by the right of the host." },
  by_moderator: { act: "moderate", means: "Somebody did it whose token may moderate." },
  by_observer: { act: "moderate", means: "Somebody did it whose token may observe." },
  by_admin: { act: "moderate", means: "Somebody did it with the admin token." },
  host: { act: "refuse", means: "A call asked for a host that this server does not answer to." },
  origin: { act: "refuse", means: "A page of another site tried to connect, or to change something." },
  path: { act: "refuse", means: "A WebSocket was asked for where there is none." },
  namespace: { act: "refuse", means: "A connection was for a namespace that is not served here." },
  token_in_url: { act: "refuse", means: "A token stood in a URL, where logs and histories keep it." },
  headers: { act: "refuse", means: "A call had more than 8 KiB or 1 000 of headers." },
  bad_http: { act: "refuse", means: "A call was no HTTP that can be read." },
  slow_request: { act: "refuse", means: "A call was begun and not brought to its end in time." },
  admin_door: { act: "refuse", means: "What is for the admin port was asked for at another one." },
  unready: {
    act: "refuse",
    means: "A connection came while the server was stopping or too busy.",
  },
  connections: { act: "refuse", means: "The server had all the connections that it takes." },
  sockets: { act: "refuse", means: "The server had all the sockets that it takes." },
  address_connections: { act: "refuse", means: "An address had all the connections that it may have." },
  address_sockets: { act: "refuse", means: "An address had all the sockets that it may have." },
  address_connects: { act: "refuse", means: "An address opened connections too fast." },
  address_joins: { act: "refuse", means: "An address joined or made rooms too fast." },
  address_stored: { act: "refuse", means: "An address sent messages to be stored too fast." },
  address_guesses: { act: "refuse", means: "An address guessed at passwords, codes and rooms too often." },
  address_tokens: { act: "refuse", means: "An address came with too many tokens that are not good." },
  peer_messages: { act: "refuse", means: "A connection sent messages too fast." },
  peer_signals: { act: "refuse", means: "A connection sent signals too fast." },
  strikes: {
    act: "close",
    means: "A connection was refused for being too fast three times within ten seconds.",
  },
  token: { act: "refuse", means: "A token was not good here: unknown, expired, or for another namespace." },
  bad_frame: { act: "close", means: "A frame broke the rules of WebSockets, or was no UTF-8." },
  bad_protocol: { act: "close", means: "Ten messages within a minute were none of this protocol." },
  hello_timeout: { act: "close", means: "A connection was opened, and nothing was said on it." },
  oversized: { act: "close", means: "A message was larger than 64 KiB." },
  slow_consumer: { act: "close", means: "A peer did not read what it was sent until 1 MiB was waiting." },
  flood: {
    act: "drop",
    means: "An address did more of this than is written down; `count` says how much more.",
  },
} as const satisfies Record<string, Reason>;

export type AuditReason = keyof typeof auditReasons;
