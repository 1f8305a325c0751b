// The same figures as OpenMetrics. Never a room or a peer as a label: their number has no bound.
import { Counter, Gauge, type OpenMetricsContentType, Registry } from "prom-client";
import type { Histogram } from "../core/histogram.ts";
import type { Counters } from "../core/stats.ts";
import type { Stats } from "../protocol/stats.ts";
import { histogramText, mediaFor, OPEN_METRICS, type Spread, toPrometheus } from "./exposition.ts";

export interface Metrics {
  /** `accept`: the scraper's header of that name. */
  render(stats: Stats, accept: string | undefined): Promise<{ text: string; media: string }>;
}

export function createMetrics(counters: Counters, loopDelays: Histogram): Metrics {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(OPEN_METRICS);
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `rtrooms_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `rtrooms_${name}`, help, labelNames, registers });

  const rooms = gauge("rooms", "Rooms by status.", ["status"]);
  const seats = gauge("seats", "Seats taken, over all rooms.");
  const connections = gauge("connections", "Open connections.");
  const topics = gauge("topics", "Topics that somebody follows.");
  const subscribers = gauge("subscribers", "Subscriptions to topics.");
  const memory = gauge("memory_bytes", "Resident memory.");
  const heap = gauge("heap_bytes", "JavaScript's own heap, as much as is in use.");
  const stored = gauge("store_bytes", "The history on disk; 0 where it is kept in memory only.");
  const ready = gauge("ready", "1 while /readyz says so.");
  const degraded = gauge("store_degraded", "1 while what should be kept is refused or takes too long.");
  const loop = gauge(
    "event_loop_delay_p99_seconds",
    "99th percentile of the event loop's delay since the start.",
  );
  const received = counter("messages_received", "Messages read from peers.");
  const sent = counter("messages_sent", "Messages written to peers.");
  const sentBytes = counter("sent_bytes", "Bytes of the frames written to peers, before TLS.");
  const slow = counter("slow_consumers", "Connections closed because their peer did not read.");
  const processor = counter("cpu_seconds", "Time that this process has spent on processors.");
  const published = counter("published", "Publications into rooms and topics.");
  const refused = counter("errors", "Requests refused, by error code.", ["code"]);
  const atDoor = counter("refused", "What was refused at the door, or for being too much, by reason.", [
    "reason",
  ]);
  const signals = counter("signals", "Signals by kind and verdict.", ["kind", "verdict"]);
  const findings = counter("findings", "What was found wrong in negotiations, by code.", ["code"]);
  const contradicted = counter(
    "findings_contradicted",
    "Findings that were sure, and a link came up all the same.",
    ["code"],
  );
  const links = counter("links", "Peer-to-peer links by the state that peers reported.", ["state"]);

  const histogram = (name: string, help: string, of: Spread, label?: string) =>
    histogramText(`rtrooms_${name}`, help, of, label);

  /** What is counted elsewhere since the start is shown as a counter, not counted again. */
  const show = (metric: Counter, value: number): void => {
    metric.reset();
    metric.inc(value);
  };
  const showAll = (metric: Counter, label: string, values: Record<string, number>): void => {
    metric.reset();
    for (const [key, value] of Object.entries(values)) metric.inc({ [label]: key }, value);
  };

  return {
    async render(stats, accept) {
      rooms.set({ status: "waiting" }, stats.waitingRooms);
      rooms.set({ status: "active" }, stats.activeRooms);
      rooms.set({ status: "finished" }, stats.finishedRooms);
      seats.set(stats.totalPeers);
      connections.set(stats.connections);
      topics.set(stats.topics);
      subscribers.set(stats.subscribers);
      memory.set(stats.memoryBytes);
      heap.set(stats.heapBytes);
      stored.set(stats.storeBytes ?? 0);
      ready.set(stats.ready ? 1 : 0);
      degraded.set(stats.storeDegraded ? 1 : 0);
      loop.set(stats.loopDelayMs / 1000);
      show(received, stats.messagesIn);
      show(sent, stats.messagesOut);
      show(sentBytes, stats.bytesOut);
      show(slow, stats.slowConsumers);
      const { user, system } = process.cpuUsage();
      show(processor, (user + system) / 1e6);
      show(published, stats.published);
      showAll(refused, "code", stats.errors);
      showAll(atDoor, "reason", Object.fromEntries(counters.refused));
      signals.reset();
      for (const [kind, verdicts] of counters.kinds)
        for (const [verdict, value] of verdicts) signals.inc({ kind, verdict }, value);
      showAll(links, "state", stats.links);
      showAll(findings, "code", Object.fromEntries(counters.findings));
      showAll(contradicted, "code", Object.fromEntries(counters.contradicted));
      const spread = [
        histogram("request_seconds", "From a request to its answer, by type.", counters.requests, "type"),
        histogram(
          "publish_durable_seconds",
          "From a publication to the moment at which it is kept.",
          counters.durable,
        ),
        histogram(
          "negotiation_seconds",
          "From a first offer to the report that the link is up.",
          counters.negotiations,
        ),
        histogram("message_received_bytes", "Size of what peers send.", counters.sizes),
        histogram(
          "event_loop_delay_seconds",
          "How late a timer came, looked at 50 times a second.",
          loopDelays,
        ),
      ];
      const text = `${spread.join("")}${await registry.metrics()}`;
      const media = mediaFor(accept);
      return { media, text: media === OPEN_METRICS ? text : toPrometheus(text) };
    },
  };
}
