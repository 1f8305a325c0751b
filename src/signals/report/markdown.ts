// A report to be pasted into an issue.
import { markdownCode, markdownText } from "./escape.ts";
import {
  codesText,
  exchangesToShow,
  outcomeLine,
  outcomeText,
  sourceLine,
  strengthsText,
  volumeLine,
  workText,
} from "./lines.ts";
import type { CodeCount, ExchangeReport, FindingReport, Message, Report } from "./report.ts";
import { counted, duration, type Spread, since, size } from "./times.ts";

/** GitHub takes 65 536 characters: what is shown stays well below. */
const EXCHANGES = 30;
const FINDINGS = 5;
const MESSAGES = 6;

export function markdownReport(report: Report): string[] {
  return [
    `### WebRTC negotiations in ${markdownCode(report.source.file)}`,
    "",
    `${markdownText(sourceLine(report.source))}.`,
    "",
    `**${volumeLine(report)}**: ${outcomeLine(report)}`,
    "",
    "| | exchanges | min | median | p95 | max |",
    "|---|--:|--:|--:|--:|--:|",
    timeRow("offer → answer", report.times.answer),
    timeRow("offer → connected", report.times.connected),
    ...report.codes.flatMap((count) => ["", ...codeLines(report, count)]),
    ...(report.codes.length === 0 ? ["", "Nothing found."] : []),
    ...exchangeLines(report),
    "",
    "<details><summary>What a relay can't see</summary>",
    "",
    ...report.unseen.map((line) => `- ${markdownText(line)}`),
    "",
    "</details>",
  ];
}

function timeRow(name: string, spread: Spread | null): string {
  if (!spread) return `| ${name} | 0 | – | – | – | – |`;
  const { count, min, median, p95, max } = spread;
  return `| ${name} | ${[count, ...[min, median, p95, max].map(duration)].join(" | ")} |`;
}

const peersOf = ({ peers: [a, b] }: ExchangeReport): string =>
  `${markdownCode(a.name)} ↔ ${markdownCode(b.name)}`;

function codeLines(report: Report, count: CodeCount): string[] {
  const found = report.findings.filter(({ code }) => code === count.code);
  const rest = found.length - FINDINGS;
  return [
    `#### ${count.code} ${markdownText(count.title)} (${strengthsText(count)})`,
    "",
    markdownText(count.why),
    "",
    ...found.slice(0, FINDINGS).flatMap((finding) => findingLines(report, finding)),
    ...(rest > 0 ? [`- and ${counted(rest, "other")} like it`] : []),
  ];
}

function findingLines(report: Report, finding: FindingReport): string[] {
  const { strength, what, advice, messages, contradicted } = finding;
  const exchange = report.exchanges[finding.exchange - 1]!;
  const place = `exchange ${exchange.number}, ${markdownCode(exchange.room)}, ${peersOf(exchange)}`;
  const rest = messages.length - MESSAGES;
  return [
    `- **${strength}** in ${place}: ${markdownText(what)}${contradicted ? " (although the link came up later)" : ""}`,
    ...(messages.length === 0 ? [`  - about ${markdownCode(finding.name)}`] : []),
    ...messages.slice(0, MESSAGES).map((message) => `  - ${messageLine(message, exchange)}`),
    ...(rest > 0 ? [`  - and ${counted(rest, "other")}`] : []),
    `  - → ${markdownText(advice)}`,
  ];
}

function messageLine(message: Message, exchange: ExchangeReport): string {
  const { seq, time, fromName, toName, kind, bytes, verdict } = message;
  const fate = verdict && verdict !== "delivered" ? ` ${markdownText(verdict)}` : "";
  const when = `\`${seq}\` ${since(time - exchange.startedAt)}`;
  return `${when} ${markdownCode(fromName)} → ${markdownCode(toName)} ${kind} ${size(bytes)}${fate}`;
}

function exchangeLines(report: Report): string[] {
  const { shown, others } = exchangesToShow(report, EXCHANGES);
  if (shown.length === 0) return [];
  return [
    "",
    "| | room | peers | outcome | | found |",
    "|--:|---|---|---|---|---|",
    ...shown.map((one) => {
      const place = `${one.number} | ${markdownCode(one.room)} | ${peersOf(one)}`;
      return `| ${place} | ${outcomeText(one)} | ${markdownText(workText(one))} | ${codesText(report, one)} |`;
    }),
    ...(others > 0 ? ["", `And ${counted(others, "exchange")} more.`] : []),
  ];
}
