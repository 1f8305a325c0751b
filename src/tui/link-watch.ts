// A second hand for screens that count down while the connection is away.
import type { Client, ClientState } from "../client/connect.ts";
import type { Link } from "./state/link.ts";

const SECOND = 1_000;

/** Tells of every change of the connection, and of every second while it is being waited for. */
export function watchLink(client: Client, onLink: (link: Link) => void, onTick: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const off = client.on("state", (state) => {
    clearInterval(timer);
    if (state.state === "reconnecting") timer = setInterval(onTick, SECOND).unref();
    onLink(linkOf(state));
  });
  return () => {
    clearInterval(timer);
    off();
  };
}

/** For what counts down by itself. */
export function everySecond(onTick: () => void): () => void {
  const timer = setInterval(onTick, SECOND).unref();
  return () => clearInterval(timer);
}

function linkOf(state: ClientState): Link {
  if (state.state === "open") return { state: "open" };
  if (state.state === "closed") return { state: "closed", reason: state.reason };
  return { state: "reconnecting", retryAt: Date.now() + state.retryInMs };
}
