// Every code that a person may meet, with its words, and how one is found by what was typed.
import { closes } from "../../protocol/closes.ts";
import { errors } from "../../protocol/errors.ts";
import { auditReasons } from "../../server/audit-reasons.ts";
import { codes } from "../../signals/codes.ts";
import { nearest } from "../config/near.ts";
import { exitCodes } from "../exit.ts";
import { auditWords } from "./audits.ts";
import { closeWords, layerCloses } from "./closes.ts";
import { commandWords } from "./commands.ts";
import { errorWords } from "./errors.ts";
import { exitWords } from "./exits.ts";
import { findingWords } from "./findings.ts";
import type { Words } from "./words.ts";

export type Kind = "error" | "close" | "exit" | "command" | "audit" | "finding";

export interface Entry extends Words {
  kind: Kind;
  /** Its name, or its number where it has no name. */
  code: string;
  /** Of a close or an exit; the HTTP status of an error. */
  number: number | null;
  means: string;
}

export const entries: readonly Entry[] = [
  ...Object.entries(errors).map(([code, { message, http }]) =>
    entry("error", code, http, message, errorWords[code]),
  ),
  ...Object.entries(closes).map(([code, { code: number, reason }]) =>
    entry("close", code, number, `The server closed the connection: ${reason}.`, closeWords[code]),
  ),
  ...Object.entries(layerCloses).map(([code, { means, ...words }]) =>
    entry("close", code, Number(code), means, words),
  ),
  ...Object.entries(exitCodes).map(([code, number]) =>
    entry("exit", code, number, exitWords[code]?.means ?? "", exitWords[code]),
  ),
  ...Object.entries(commandWords).map(([code, { means, ...words }]) =>
    entry("command", code, null, means, words),
  ),
  ...Object.entries(auditReasons).map(([code, { means }]) =>
    entry("audit", code, null, means, auditWords[code]),
  ),
  ...Object.entries(codes).map(([code, { title }]) =>
    entry("finding", code, null, `${title}.`, findingWords[code]),
  ),
];

function entry(kind: Kind, code: string, number: number | null, means: string, words?: Words): Entry {
  const { why = "", advice = "", retry = "", example = "" } = words ?? {};
  return { kind, code, number, means, why, advice, retry, example };
}

/** By name, or by the number of a close or an exit; a name may belong to several. */
export function find(typed: string): Entry[] {
  const asked = typed.trim().toLowerCase();
  return entries.filter(
    ({ kind, code, number }) =>
      code.toLowerCase() === asked || (kind !== "error" && number !== null && String(number) === asked),
  );
}

/** Codes that may have been meant. */
export function near(typed: string): string[] {
  const asked = typed.trim().toLowerCase();
  const all = [...new Set(entries.map(({ code }) => code))];
  const close = nearest(asked, all);
  const parts = all.filter((code) => asked.length > 2 && (code.includes(asked) || asked.includes(code)));
  return [...new Set([...(close ? [close] : []), ...parts])].slice(0, 5);
}
