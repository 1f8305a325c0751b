// Credentials for TURN servers, signed with the secret that they share with this one (coturn: use-auth-secret).
import { createHmac } from "node:crypto";
import type { Turn } from "../core/ice.ts";

export interface TurnOptions {
  /** `turn:host:3478?transport=udp` and the like. */
  urls: string[];
  /** What the TURN servers have as `static-auth-secret`. */
  secret: string;
  /** How long a credential is good. Default one hour. */
  ttlMs?: number;
}

export const createTurn = ({ urls, secret, ttlMs = 3_600_000 }: TurnOptions): Turn => ({
  urls,
  ttlMs,
  sign: (username) => createHmac("sha1", secret).update(username).digest("base64"),
});
