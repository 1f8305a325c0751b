// A report for a CI: one test case an exchange, which fails by what the command was to fail on.
import { xmlText } from "./escape.ts";
import { betweenText, messageText, outcomeText, sourceLine, workText } from "./lines.ts";
import type { ExchangeReport, FindingReport, Report } from "./report.ts";

export function junitReport(report: Report): string[] {
  const { source, exchanges, findings } = report;
  const byExchange = new Map<number, FindingReport[]>();
  for (const finding of findings) {
    const here = byExchange.get(finding.exchange);
    if (here) here.push(finding);
    else byExchange.set(finding.exchange, [finding]);
  }
  const failures = new Set(findings.filter(({ fails }) => fails).map(({ exchange }) => exchange)).size;
  const counts = `tests="${exchanges.length}" failures="${failures}"`;
  const { time, until } = source;
  const lasted = time !== null && until !== null && until >= time ? until - time : 0;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="rtrooms relay" ${counts} errors="0" time="${seconds(lasted)}">`,
    `  <testsuite name="${xmlText(source.file)}" ${counts} errors="0" skipped="0" time="${seconds(lasted)}"${stamp(time)}>`,
    ...exchanges.flatMap((one) => caseLines(one, byExchange.get(one.number) ?? [])),
    "    <system-out>",
    ...[sourceLine(source), "What a relay can't see:", ...report.unseen.map((line) => `- ${line}`)].map(
      xmlText,
    ),
    "    </system-out>",
    "  </testsuite>",
    "</testsuites>",
  ];
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

function stamp(time: number | null): string {
  const date = new Date(time ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? "" : ` timestamp="${date.toISOString().slice(0, 19)}"`;
}

function caseLines(one: ExchangeReport, found: readonly FindingReport[]): string[] {
  const took = one.connectMs ?? one.lastAt - one.startedAt;
  const name = `exchange ${one.number}: ${betweenText(one)}`;
  const [failing, others] = [found.filter(({ fails }) => fails), found.filter(({ fails }) => !fails)];
  return [
    `    <testcase classname="${xmlText(`relay.${one.room}`)}" name="${xmlText(name)}" time="${seconds(took)}">`,
    ...failureLines(one, failing),
    "      <system-out>",
    ...[
      `${outcomeText(one)}; ${workText(one)}`,
      ...others.flatMap((finding) => findingLines(one, finding)),
    ].map(xmlText),
    "      </system-out>",
    "    </testcase>",
  ];
}

function failureLines(one: ExchangeReport, failing: readonly FindingReport[]): string[] {
  const [first] = failing;
  if (!first) return [];
  const message = failing.map(({ code, strength, what }) => `${code} ${strength}: ${what}`).join("; ");
  return [
    `      <failure type="${first.code}" message="${xmlText(message)}">`,
    ...failing.flatMap((finding) => findingLines(one, finding)).map(xmlText),
    "      </failure>",
  ];
}

const findingLines = (one: ExchangeReport, finding: FindingReport): string[] => [
  `${finding.code} ${finding.strength}: ${finding.title}: ${finding.what}`,
  ...(finding.messages.length === 0 ? [`  about ${finding.name}`] : []),
  ...finding.messages.map((message) => `  ${messageText(message, one)}`),
  `  → ${finding.advice}`,
];
