// A report for a terminal or a log.
import { safeText } from "../../protocol/safe-text.ts";
import {
  betweenText,
  codesText,
  exchangesToShow,
  messageText,
  outcomeLine,
  outcomeText,
  sourceLine,
  strengthsText,
  volumeLine,
  workText,
} from "./lines.ts";
import type { CodeCount, FindingReport, Report } from "./report.ts";
import { counted, duration, type Spread } from "./times.ts";

const EXCHANGES = 50;
/** Of one code. */
const FINDINGS = 10;
const MESSAGES = 8;

export function textReport(report: Report): string[] {
  return [
    `${report.source.file}: ${sourceLine(report.source)}`,
    `${volumeLine(report)}: ${outcomeLine(report)}`,
    "",
    ...timeLines(report),
    ...report.codes.flatMap((count) => ["", ...codeLines(report, count)]),
    ...(report.codes.length === 0 ? ["", "Nothing found."] : []),
    ...exchangeLines(report),
    "",
    "What a relay can't see",
    ...report.unseen.map((line) => `  - ${line}`),
  ].map(safeText);
}

function timeLines({ times: { answer, connected } }: Report): string[] {
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(18)}${cells.map((cell) => cell.padStart(10)).join("")}`;
  const figures = (spread: Spread | null): string[] =>
    spread
      ? [
          String(spread.count),
          ...[spread.min, spread.median, spread.p95, spread.max].map((value) => duration(value)),
        ]
      : ["0", "–", "–", "–", "–"];
  return [
    row("", ["exchanges", "min", "median", "p95", "max"]),
    row("offer → answer", figures(answer)),
    row("offer → connected", figures(connected)),
  ];
}

function codeLines(report: Report, count: CodeCount): string[] {
  const found = report.findings.filter(({ code }) => code === count.code);
  const rest = found.length - FINDINGS;
  return [
    `${count.code} ${count.title}: ${strengthsText(count)}`,
    `  ${count.why}`,
    ...found.slice(0, FINDINGS).flatMap((finding) => findingLines(report, finding)),
    ...(rest > 0 ? [`  and ${counted(rest, "other")} like it: --format json has them all`] : []),
  ];
}

function findingLines(report: Report, finding: FindingReport): string[] {
  const { strength, what, advice, messages, contradicted } = finding;
  const exchange = report.exchanges[finding.exchange - 1]!;
  const rest = messages.length - MESSAGES;
  return [
    `  ${strength} in exchange ${exchange.number}, ${exchange.room}, ${betweenText(exchange)}: ${what}`,
    ...(contradicted ? ["    although the link came up later"] : []),
    ...(messages.length === 0 ? [`    about ${finding.name}`] : []),
    ...messages.slice(0, MESSAGES).map((message) => `    ${messageText(message, exchange)}`),
    ...(rest > 0 ? [`    and ${counted(rest, "other")}`] : []),
    `    → ${advice}`,
  ];
}

function exchangeLines(report: Report): string[] {
  const { shown, others } = exchangesToShow(report, EXCHANGES);
  if (shown.length === 0) return [];
  return [
    "",
    "Exchanges",
    ...shown.map((one) => {
      const found = codesText(report, one);
      const said = `${one.room}, ${betweenText(one)}: ${outcomeText(one)}; ${workText(one)}`;
      return `  ${one.number}. ${said}${found && `; ${found}`}`;
    }),
    ...(others > 0 ? [`  and ${counted(others, "other")}: --format json has them all`] : []),
  ];
}
