// The sentences of a report, which its formats share.
import type { ExchangeReport, Message, Report, Source } from "./report.ts";
import { outcomes } from "./report.ts";
import { counted, duration, moment, since, size } from "./times.ts";

const WHAT: Readonly<Record<Source["what"], string>> = {
  capture: "a capture",
  har: "a HAR file",
  internals: "a dump of chrome://webrtc-internals",
};

/** `a capture of room duel, 2026-01-01 12:00:00 UTC, 12.00 s, redacted`. */
export function sourceLine({ what, time, until, room, redacted }: Source): string {
  return [
    room === null ? WHAT[what] : `${WHAT[what]} of room ${room}`,
    ...(time === null ? ["without a record"] : [`${moment(time)} UTC`]),
    ...(time !== null && until !== null && until >= time ? [duration(until - time)] : []),
    redacted.length > 0 ? `redacted (${redacted.join(", ")})` : "not redacted",
  ].join(", ");
}

export const outcomeLine = (report: Report): string =>
  outcomes.map((outcome) => `${report.outcomes[outcome]} ${outcome}`).join(" · ");

export const volumeLine = ({ exchanges, signals, reports }: Report): string =>
  `${counted(exchanges.length, "exchange")}, ${counted(signals, "signal")}, ${counted(reports, "report")}`;

export const betweenText = ({ peers: [a, b] }: ExchangeReport): string => `${a.name} ↔ ${b.name}`;

/** `connected in 472 ms`, `open`. */
export const outcomeText = ({ outcome, connectMs }: ExchangeReport): string =>
  connectMs === null
    ? outcome
    : `${outcome} ${outcome === "connected" ? "in" : "after"} ${duration(connectMs)}`;

export function workText(one: ExchangeReport): string {
  const { offers, answers, candidates, answerMs, glares, rollbacks, restarts, pair } = one;
  return [
    `${counted(offers, "offer")}, ${counted(answers, "answer")}, ${counted(candidates, "candidate")}`,
    ...(answerMs === null ? [] : [`answered in ${duration(answerMs)}`]),
    ...(glares > 0 ? [counted(glares, "glare")] : []),
    ...(rollbacks > 0 ? [counted(rollbacks, "rollback")] : []),
    ...(restarts > 0 ? [counted(restarts, "ICE restart")] : []),
    ...(pair ? [`by ${pair.local}/${pair.remote}${pair.protocol ? ` over ${pair.protocol}` : ""}`] : []),
  ].join(", ");
}

export const strengthsText = (count: Readonly<Record<"sure" | "likely" | "hint", number>>): string =>
  (["sure", "likely", "hint"] as const)
    .filter((strength) => count[strength] > 0)
    .map((strength) => `${count[strength]} ${strength}`)
    .join(", ");

/** `#3 +0.228 ada → bob offer 1.4 kB`; delivered is what usually becomes of one. */
export const messageText = (message: Message, exchange: ExchangeReport): string => {
  const { seq, time, fromName, toName, kind, bytes, verdict } = message;
  const fate = verdict && verdict !== "delivered" ? ` ${verdict}` : "";
  return `#${seq} ${since(time - exchange.startedAt)} ${fromName} → ${toName} ${kind} ${size(bytes)}${fate}`;
};

/** Codes of an exchange, each once, the surest first. */
export function codesText(report: Report, { number }: ExchangeReport): string {
  const here = new Set(report.findings.filter(({ exchange }) => exchange === number).map(({ code }) => code));
  return report.codes.flatMap(({ code }) => (here.has(code) ? [code] : [])).join(" ");
}

/** Those that have something to tell come first; of many alike a reader wants the number. */
export function exchangesToShow(report: Report, most: number): { shown: ExchangeReport[]; others: number } {
  const told = new Set(
    report.findings.filter(({ strength }) => strength !== "hint").map(({ exchange }) => exchange),
  );
  const weight = (one: ExchangeReport): number =>
    told.has(one.number) ? 0 : one.outcome === "failed" ? 1 : 2;
  const shown = report.exchanges
    .toSorted((a, b) => weight(a) - weight(b))
    .slice(0, most)
    .sort((a, b) => a.number - b.number);
  return { shown, others: report.exchanges.length - shown.length };
}
