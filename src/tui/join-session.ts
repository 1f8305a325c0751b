// A seat put together, however it is shown: a room's events into the state, keys into requests of a member or host.
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { joinKeyHandler, type KeysSetting } from "./join-keys.ts";
import { everySecond, watchLink } from "./link-watch.ts";
import { drawsAscii } from "./settings.ts";
import { reduceJoin } from "./state/join.ts";
import { initialJoin, type JoinAction, type JoinState } from "./state/join-state.ts";
import { createStore, type Store } from "./store.ts";
import { endWords } from "./words.ts";

export interface JoinSetting extends Pick<KeysSetting, "client" | "room" | "invite"> {
  /** How long a match looks for others. */
  waitMs?: number;
}

const HAPPENINGS = [
  "member.joined",
  "member.left",
  "member.held",
  "member.returned",
  "member.updated",
  "host.changed",
  "room.updated",
  "room.started",
  "room.finished",
  "notice",
  "message",
  "signal",
  "link",
] as const;

export interface ShownSeat {
  store: Store<JoinState, JoinAction>;
  onKey: ReturnType<typeof joinKeyHandler>;
  /** Nothing is listened for any more. */
  stop(): void;
}

export function openSeat({ client, room, waitMs, invite }: JoinSetting): ShownSeat {
  const until = waitMs === undefined ? null : Date.now() + waitMs;
  const store = createStore<JoinState, JoinAction>(
    initialJoin(room.id, Date.now(), until, drawsAscii()),
    reduceJoin,
  );
  const { dispatch } = store;
  const seat = () => ({ view: room.view, self: room.self.peer, members: room.members.values() });
  dispatch({ type: "joined", ...seat(), messages: room.messages, again: false });

  const stops = [
    ...(["resumed", "joined"] as const).map((again) =>
      room.on(again, () => dispatch({ type: "joined", ...seat(), messages: [], again })),
    ),
    room.on("moved", () => dispatch({ type: "moved", ...seat(), messages: room.messages })),
    ...HAPPENINGS.map((type) => room.on(type, dispatch)),
    room.on("closed", (end) => dispatch({ type: "ended", why: endWords(end), reason: end.reason })),
    watchLink(
      client,
      (link) => dispatch({ type: "connection", link }),
      () => {},
    ),
    everySecond(() => dispatch({ type: "tick" })),
    measurePing(client, room, (ms) => dispatch({ type: "ping", ms })),
  ];
  const onKey = joinKeyHandler({ client, room, store, invite });
  return {
    store,
    onKey,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

const PING_MS = 5_000;
const FIRST_MS = 1_000;

/** How long the server takes to answer: to there and back, and its own time. */
function measurePing(client: Client, room: Room, tell: (ms: number) => void): () => void {
  const measure = async (): Promise<void> => {
    if (client.state !== "open" || room.ended) return;
    const asked = performance.now();
    await client.request("ping", {});
    tell(Math.max(1, Math.round(performance.now() - asked)));
  };
  const again = (): void => void measure().catch(() => {});
  // The first one when the screen has been drawn: else it would be timed as well.
  const first = setTimeout(again, FIRST_MS).unref();
  const timer = setInterval(again, PING_MS).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
