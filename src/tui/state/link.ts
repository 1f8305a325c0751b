// The state of the connection as a status line tells it.
import { safeText } from "../../protocol/safe-text.ts";
import type { Role } from "./theme.ts";

export type Link =
  | { state: "open" }
  | { state: "reconnecting"; retryAt: number | null }
  | { state: "closed"; reason: string };

/** A glyph and words, so that colour is never the only sign. */
export function linkText(link: Link, now: number): string {
  if (link.state === "open") return "● connected";
  if (link.state === "closed") return `✗ disconnected${link.reason ? `: ${safeText(link.reason)}` : ""}`;
  const seconds = link.retryAt === null ? 0 : Math.ceil((link.retryAt - now) / 1000);
  return seconds > 0 ? `○ reconnecting ${seconds}s` : "○ reconnecting…";
}

export const linkRole = (link: Link): Role =>
  (({ open: "good", reconnecting: "warn", closed: "bad" }) as const)[link.state];
