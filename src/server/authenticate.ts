// Who a token speaks for: the administrator everywhere, or a token of the namespace with the rights that it lists.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Authenticate } from "../core/hub.ts";
import type { SettingsOf } from "../core/settings.ts";

/** The one place where a token is turned into rights. */
export function createAuthenticate(adminToken: string, settings: SettingsOf): Authenticate {
  const admin = digestOf(adminToken);
  return (token, namespace) => {
    const { anonymous, tokens } = settings(namespace).auth;
    if (token === undefined) return anonymous.length > 0 ? { admin: false, scopes: anonymous } : null;
    const digest = digestOf(token);
    if (timingSafeEqual(digest, admin)) return { admin: true, scopes: [] };
    const hex = digest.toString("hex");
    const rule = tokens.find(({ sha256 }) => sha256.toLowerCase() === hex);
    return rule ? { admin: false, scopes: rule.scopes } : null;
  };
}

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
