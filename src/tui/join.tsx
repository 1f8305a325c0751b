// The join screen put together: a room's events into the state, keys into requests of a member or host.
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { isPeerId } from "../protocol/ids.ts";
import { limits } from "../protocol/limits.ts";
import type { Size } from "./canvas.ts";
import { actionFor, editKeys, footerOf, helpOf } from "./keymap.ts";
import { joinKeys, type JoinAction as KeyAction } from "./keymaps/join.ts";
import type { Key } from "./keys.ts";
import { everySecond, watchLink } from "./link-watch.ts";
import { runScreen, type Screen, type ScreenEnd } from "./screen.tsx";
import { inputText } from "./state/input.ts";
import {
  initialJoin,
  isHost,
  isReady,
  type JoinAction,
  type JoinState,
  personOf,
  reduceJoin,
} from "./state/join.ts";
import { createStore } from "./store.ts";
import { JoinView, joinCursor } from "./views/join.tsx";
import { endWords } from "./words.ts";

const watching = footerOf(joinKeys);
const footers = { watching, typing: "Enter send · Esc back", confirming: "y remove · n back" };
const NO_SEAT = "you have no seat in the room any more · q leaves";
const keys = [...helpOf(joinKeys), ...helpOf(editKeys)];

const View = ({ state, ...size }: Size & { state: JoinState }) => (
  <JoinView state={state} footer={footers[state.mode.kind]} keys={keys} {...size} />
);

interface Setting {
  client: Client;
  room: Room;
  /** How long a match looks for others. */
  waitMs?: number;
}

export async function joinScreen({ client, room, waitMs }: Setting): Promise<ScreenEnd> {
  const until = waitMs === undefined ? null : Date.now() + waitMs;
  const store = createStore<JoinState, JoinAction>(initialJoin(room.id, Date.now(), until), reduceJoin);
  const { dispatch } = store;
  const seat = () => ({ view: room.view, self: room.self.peer, members: room.members.values() });
  dispatch({ type: "joined", ...seat(), messages: room.messages, again: false });

  const stops = [
    ...(["resumed", "joined"] as const).map((again) =>
      room.on(again, () => dispatch({ type: "joined", ...seat(), messages: [], again })),
    ),
    ...(until === null
      ? []
      : [everySecond(() => store.state.view?.status === "waiting" && dispatch({ type: "tick" }))]),
    room.on("moved", () => dispatch({ type: "moved", ...seat(), messages: room.messages })),
    ...(
      [
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
      ] as const
    ).map((type) => room.on(type, dispatch)),
    room.on("closed", (end) => dispatch({ type: "ended", why: endWords(end) })),
    watchLink(
      client,
      (link) => dispatch({ type: "link", link }),
      () => dispatch({ type: "tick" }),
    ),
  ];

  const hint = (text: string): void => dispatch({ type: "hint", text });
  const attempt = (request: Promise<unknown>, then: () => void = () => {}): void => {
    request.then(then, (error: Error) => hint(error.message));
  };

  const startTyping = (): void =>
    store.state.seated ? dispatch({ type: "mode", mode: { kind: "typing" } }) : hint(NO_SEAT);
  const asHost = (act: () => void): void => {
    const { state } = store;
    if (!state.seated) hint(NO_SEAT);
    else if (isHost(state)) act();
    else hint(`only the host may do that: ${personOf(state, state.view?.host ?? "")}`);
  };
  const askToKick = (): void => {
    const { selected, self } = store.state;
    if (selected === self) hint("select another member with ↑ and ↓ first");
    else dispatch({ type: "mode", mode: { kind: "confirming", peer: selected } });
  };
  const toggleReady = (): void => {
    const ready = !isReady(store.state);
    if (store.state.seated) attempt(client.request("member.update", { room: room.id, ready }));
    else hint(NO_SEAT);
  };
  const actions: Record<KeyAction, (screen: Screen) => void> = {
    up: () => dispatch({ type: "select", by: -1 }),
    down: () => dispatch({ type: "select", by: 1 }),
    type: startTyping,
    ready: () => toggleReady(),
    start: () => asHost(() => attempt(client.request("start", { room: room.id }))),
    kick: () => asHost(askToKick),
    help: () => dispatch({ type: "help", open: true }),
    quit: (screen) => screen.quit(),
  };

  const onWatching = (key: Key, screen: Screen): void => {
    const action = actionFor(joinKeys, key.name);
    if (action) actions[action](screen);
  };

  const onConfirming = (key: Key, peer: string): void => {
    dispatch({ type: "mode", mode: { kind: "watching" } });
    if (key.name === "y" && isPeerId(peer)) attempt(client.request("kick", { room: room.id, peer }));
  };

  const onTyping = (key: Key): void => {
    const text = inputText(store.state.input);
    const edit = actionFor(editKeys, key.name);
    if (key.name === "escape" || key.name === "ctrl-c") dispatch({ type: "clear" });
    else if (key.name === "enter") say(text);
    else if (edit) dispatch({ type: "edit", edit });
    else if (key.text !== "") dispatch({ type: "insert", text: key.text });
  };

  // The line stays where it is until the room has it: what could not be said is still there to say again.
  const say = (text: string): void => {
    const size = Buffer.byteLength(text);
    if (text.trim() === "") dispatch({ type: "clear" });
    else if (size > limits.textBytes) hint(`too long: ${size} bytes, at most ${limits.textBytes} are sent`);
    else attempt(room.say(text), () => dispatch({ type: "said", text }));
  };

  const onKey = (key: Key, screen: Screen): void => {
    const { mode, help } = store.state;
    if (help) dispatch({ type: "help", open: false });
    else if (mode.kind === "typing") onTyping(key);
    else if (mode.kind === "confirming") onConfirming(key, mode.peer);
    else onWatching(key, screen);
  };

  try {
    return await runScreen({ store, View, cursor: joinCursor, onKey });
  } finally {
    for (const stop of stops) stop();
  }
}
