// The close codes: standard ones for what the WebSocket layer sees, and ours, where the number tells the client what to do.

interface CloseRow {
  code: number;
  reason: string;
}

export const closes = {
  ended: { code: 1001, reason: "server ends" },
  binary: { code: 1003, reason: "binary frames are not spoken here" },
  draining: { code: 1012, reason: "server restarts" },
  token_expired: { code: 4001, reason: "token expired" },
  no_pong: { code: 4002, reason: "no pong" },
  slow_consumer: { code: 4003, reason: "slow consumer" },
  resync: { code: 4004, reason: "state lost, connect again" },
  rate_limited: { code: 4005, reason: "too much, too fast" },
  bad_protocol: { code: 4500, reason: "too many bad messages" },
  auth_failed: { code: 4501, reason: "token refused" },
  hello_timeout: { code: 4502, reason: "no hello in time" },
  superseded: { code: 4505, reason: "a newer connection has taken this session" },
  version_unsupported: { code: 4507, reason: "protocol version not supported" },
} as const satisfies Record<string, CloseRow>;

export type CloseName = keyof typeof closes;

/** Ours from 4500 on mean that the same client must not try again; every other close may be followed by a reconnect. */
export const mayReconnect = (code: number): boolean => code < 4500 || code > 4999;
