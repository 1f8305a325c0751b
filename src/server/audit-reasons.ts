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
  by_admin: { act: "moderate", means: "Somebody did it with the admin token." },
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
