// The console of rooms put together: keys into moves and commands, with a question before what can't be undone.
import type { Client } from "../client/connect.ts";
import type { Lobby } from "../client/lobby.ts";
import type { Size } from "./canvas.ts";
import { actionFor, editKeys, footerOf, helpOf, listKeys } from "./keymap.ts";
import { openRoomKeys, type RoomsKeyAction, roomListKeys } from "./keymaps/rooms.ts";
import type { Key } from "./keys.ts";
import { watchLink } from "./link-watch.ts";
import { RoomsControl } from "./rooms-control.ts";
import { RoomsFeed } from "./rooms-feed.ts";
import { runScreen, type Screen, type ScreenEnd } from "./screen.tsx";
import { inputText } from "./state/input.ts";
import { stepBy } from "./state/list.ts";
import { initialRooms, type RoomsAction, type RoomsState, reduceRooms } from "./state/rooms.ts";
import { commandHelp } from "./state/rooms-commands.ts";
import { filterHelp } from "./state/rooms-filter.ts";
import { listHeight, roomHeight, roomsCursor } from "./state/rooms-lines.ts";
import { tailWindow } from "./state/tail.ts";
import { createStore } from "./store.ts";
import { RoomsView } from "./views/rooms.tsx";

interface Setting {
  client: Client;
  /** Watched already, so that the screen opens with rooms. */
  lobby: Lobby;
  server: string;
  readOnly: boolean;
  /** Whether one was found that may see and do more than everybody. */
  token: boolean;
}

const footers = { list: footerOf(roomListKeys), room: footerOf(openRoomKeys) };
const help = {
  list: [...helpOf(roomListKeys), ...filterHelp, ...commandHelp],
  room: [...helpOf(openRoomKeys), ...commandHelp],
};

const View = ({ state, ...size }: Size & { state: RoomsState }) => {
  const where = state.open ? "room" : "list";
  return <RoomsView state={state} footer={footers[where]} keys={help[where]} {...size} />;
};

export async function roomsScreen({ client, lobby, ...start }: Setting): Promise<ScreenEnd> {
  const { namespace } = client.welcome;
  const initial = initialRooms({ ...start, namespace, now: Date.now() });
  const store = createStore<RoomsState, RoomsAction>(initial, reduceRooms);
  const { dispatch } = store;
  const feed = new RoomsFeed(client, lobby, store);
  const control = new RoomsControl(client, store, feed);
  const stopLink = watchLink(
    client,
    (link) => dispatch({ type: "link", link }),
    () => dispatch({ type: "tick" }),
  );

  const move = (by: number): void => {
    dispatch({ type: "move", by });
    const { open, roomHeight: height } = store.state;
    if (by < 0 && open?.tab === "messages" && tailWindow(open.messages, height).above === 0) {
      void feed.readOlder();
    }
  };
  const actions: Partial<Record<RoomsKeyAction, (screen: Screen) => void>> = {
    members: () => control.look("members"),
    messages: () => control.look("messages"),
    signals: () => control.look("signals"),
    settings: () => control.look("settings"),
    "next-tab": () => control.tab(1),
    "previous-tab": () => control.tab(-1),
    back: () => dispatch(store.state.open ? { type: "back" } : { type: "filter.clear" }),
    filter: () => dispatch({ type: "line.open", kind: "filter" }),
    command: () => dispatch({ type: "line.open", kind: "command" }),
    announce: () => control.begin("announce "),
    set: () => control.begin("set "),
    create: () => control.begin("create "),
    invite: () => control.type("invite"),
    close: () => control.type("close"),
    lock: () => control.toggleLock(),
    kick: () => control.askAbout("kick"),
    ban: () => control.askAbout("ban"),
    copy: () => control.copyName(),
    pause: () => control.pause(),
    refresh: () => feed.refresh(),
    "sort-right": () => dispatch({ type: "sort", by: 1 }),
    "sort-left": () => dispatch({ type: "sort", by: -1 }),
    reverse: () => dispatch({ type: "sort.reverse" }),
    help: () => dispatch({ type: "help", open: true }),
    quit: (screen) => screen.quit(),
  };

  const onLine = (key: Key, screen: Screen): void => {
    const { line } = store.state;
    const edit = actionFor(editKeys, key.name);
    if (key.name === "escape" || key.name === "ctrl-c") control.cancelLine();
    else if (key.name === "enter") {
      dispatch({ type: "line.accept" });
      if (line.open === "command") control.enter(inputText(line.input), screen);
    } else if (key.name === "tab" && line.open === "command") control.complete();
    else if (edit) dispatch({ type: "line.edit", edit });
    else if (key.text !== "") dispatch({ type: "line.insert", text: key.text });
  };

  const onAsk = (key: Key): void => {
    const { ask } = store.state;
    const edit = actionFor(editKeys, key.name);
    if (ask?.kind === "member") control.answer(key.name === "y");
    else if (key.name === "escape" || key.name === "ctrl-c") control.answer(false);
    else if (key.name === "enter") control.answer(true);
    else if (edit) dispatch({ type: "ask.edit", edit });
    else if (key.text !== "") dispatch({ type: "ask.insert", text: key.text });
  };

  const measure = ({ rows, columns }: Size): void =>
    dispatch({ type: "heights", height: listHeight(rows), roomHeight: roomHeight(rows, columns) });

  const onKey = (key: Key, screen: Screen): void => {
    measure(screen.size);
    const { help, ask, line, open, height, roomHeight } = store.state;
    if (help) dispatch({ type: "help", open: false });
    else if (ask) onAsk(key);
    else if (line.open) onLine(key, screen);
    else {
      const step = actionFor(listKeys, key.name);
      const action = actionFor(open ? openRoomKeys : roomListKeys, key.name);
      if (step) move(stepBy(step, open ? roomHeight : height));
      else if (action) actions[action]?.(screen);
    }
  };

  measure(process.stdout);
  try {
    return await runScreen({ store, View, cursor: roomsCursor, onKey });
  } finally {
    stopLink();
    feed.stop();
  }
}
