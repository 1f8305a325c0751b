// What filters and searches see of a signal and of an exchange: values by field, and all text, in lower case.
import type { Finding } from "../../signals/ledger.ts";
import type { ExchangeEntry } from "./relay-exchange.ts";
import type { Field, Subject } from "./relay-filter.ts";
import { candidateTextOf, type Item, sdpOf } from "./relay-item.ts";

export type NameOf = (peer: string) => string | null;

const lower = (values: readonly (string | null | undefined)[]): string[] =>
  values.filter((value) => typeof value === "string" && value !== "").map((value) => value!.toLowerCase());

const findingValues = (findings: readonly Finding[], field: "finding" | "strength"): string[] =>
  lower(
    findings
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ code, strength }) => (field === "finding" ? code : strength)),
  );

export function itemSubject(item: Item, nameOf: NameOf): Subject {
  const { record } = item;
  const signal = record?.type === "watch.signals" ? record : null;
  const ends = item.kind === "finding" && item.exchange ? item.exchange.peers : [item.from, item.to];
  const values = (field: Field): readonly string[] => {
    switch (field) {
      case "type":
        return [item.kind];
      case "peer":
        return lower(ends.flatMap((peer) => [peer, nameOf(peer)]));
      case "from":
        return lower([item.from, nameOf(item.from)]);
      case "to":
        return lower([item.to, nameOf(item.to)]);
      case "room":
        return lower([item.room]);
      case "verdict":
        return lower([signal?.verdict]);
      case "state":
        return lower([signal?.state]);
      case "exchange":
        return lower([signal?.exchange ?? item.exchange?.id]);
      default:
        return findingValues(item.findings, field);
    }
  };
  return { values, text: () => shownText(item, nameOf) };
}

const shownText = (item: Item, nameOf: NameOf): string => {
  const { record, finding } = item;
  const said =
    record?.type === "watch.signals"
      ? [record.verdict, record.state, record.exchange]
      : [record?.what, record?.reason];
  const found = finding && [finding.code, finding.strength, finding.what, finding.advice];
  return lower([
    item.kind,
    item.from,
    nameOf(item.from),
    item.to,
    nameOf(item.to),
    item.room,
    ...said,
    ...(found ?? []),
  ]).join(" ");
};

/** A search looks into descriptions and candidates too. */
export const isFound = (item: Item, wanted: string, nameOf: NameOf): boolean =>
  shownText(item, nameOf).includes(wanted) ||
  (sdpOf(item) ?? candidateTextOf(item) ?? "").toLowerCase().includes(wanted);

export function exchangeSubject(entry: ExchangeEntry, nameOf: NameOf): Subject {
  const { peers, room, id, state, findings } = entry;
  const signals = function* () {
    for (const { record } of entry.items) if (record?.type === "watch.signals") yield record;
  };
  const values = (field: Field): readonly string[] => {
    switch (field) {
      case "type":
        return [...new Set([...entry.items].map(({ kind }) => kind))];
      case "peer":
        return lower(peers.flatMap((peer) => [peer, nameOf(peer)]));
      case "from":
        return lower(
          [...new Set([...signals()].map(({ from }) => from))].flatMap((peer) => [peer, nameOf(peer)]),
        );
      case "to":
        return lower(
          [...new Set([...signals()].map(({ to }) => to))].flatMap((peer) => [peer, nameOf(peer)]),
        );
      case "room":
        return lower([room]);
      case "verdict":
        return lower([...new Set([...signals()].map(({ verdict }) => verdict))]);
      case "state":
        return [state];
      case "exchange":
        return lower([id]);
      default:
        return findingValues(findings, field);
    }
  };
  const text = () =>
    lower([
      ...peers.flatMap((peer) => [peer, nameOf(peer)]),
      room,
      id,
      state,
      ...findings.filter(({ withdrawn }) => !withdrawn).flatMap(({ code, strength }) => [code, strength]),
    ]).join(" ");
  return { values, text };
}
