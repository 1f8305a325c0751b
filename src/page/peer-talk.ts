// What two of these pages say to each other over their data channel: texts, and pings to time it.
import type { Mesh } from "../client/mesh.ts";
import type { PeerId } from "../protocol/ids.ts";

type Said = { type: "text"; text: string } | { type: "ping" | "pong"; at: number };

const PING_EVERY_MS = 2_000;
/** A page that is not this one may send anything; more than this of it is not shown. */
const MOST_TEXT = 4_096;

export interface PeerTalk {
  /** Answers how many pages it went to. */
  say(text: string, to?: PeerId): number;
  close(): void;
}

export function openPeerTalk(
  mesh: Mesh,
  on: { text(peer: PeerId, text: string): void; ping(peer: PeerId, ms: number): void },
): PeerTalk {
  const send = (said: Said, to?: PeerId): number => mesh.send(JSON.stringify(said), to);
  const timer = setInterval(() => send({ type: "ping", at: performance.now() }), PING_EVERY_MS);
  const offs = [
    mesh.on("link", ({ peer, channel }) => {
      if (channel) send({ type: "ping", at: performance.now() }, peer);
    }),
    mesh.on("data", ({ peer, data }) => {
      const said = read(data);
      if (said?.type === "text") on.text(peer, said.text.slice(0, MOST_TEXT));
      else if (said?.type === "ping") send({ type: "pong", at: said.at }, peer);
      else if (said) on.ping(peer, performance.now() - said.at);
    }),
  ];
  return {
    say: (text, to) => send({ type: "text", text }, to),
    close() {
      clearInterval(timer);
      for (const off of offs) off();
    },
  };
}

function read(data: string | ArrayBuffer): Said | null {
  if (typeof data !== "string") return null;
  try {
    const said = JSON.parse(data) as Partial<Record<"type" | "text" | "at", unknown>> | null;
    if (said?.type === "text" && typeof said.text === "string") return { type: "text", text: said.text };
    if ((said?.type === "ping" || said?.type === "pong") && typeof said.at === "number") {
      return { type: said.type, at: said.at };
    }
  } catch {
    // Not one of these pages.
  }
  return null;
}
