// The keys of the join screen put to work: what is typed, what is asked before it is done, and what is refused with its reason.
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { limits } from "../protocol/limits.ts";
import { copyToClipboard } from "./clipboard.ts";
import { askFor } from "./join-requests.ts";
import { actionFor, editKeys, listKeys } from "./keymap.ts";
import { type JoinKey, joinKeys } from "./keymaps/join.ts";
import type { Key } from "./keys.ts";
import type { Screen } from "./screen.tsx";
import { inputText } from "./state/input.ts";
import { type Command, type CommandName, completedCommand, parseCommand } from "./state/join-commands.ts";
import { whatToCopy } from "./state/join-copy.ts";
import { keepsOrder, questionFor, whyNot, whyNotOn } from "./state/join-rights.ts";
import { type Invitation, isHost, type JoinAction, type JoinState, selfOf } from "./state/join-state.ts";
import { stepBy } from "./state/list.ts";
import type { Store } from "./store.ts";

export interface KeysSetting {
  client: Client;
  room: Room;
  store: Store<JoinState, JoinAction>;
  /** What a guest types, with this code or without one. */
  invite(room: string, code: string | undefined): Invitation;
}

/** What stands around the rows of a panel that pages are counted by. */
const AROUND = 8;

export function joinKeyHandler({ client, room, store, invite }: KeysSetting) {
  const { dispatch } = store;
  const hint = (text: string): void => dispatch({ type: "hint", text });
  const attempt = (request: Promise<unknown>, then: () => void = () => {}): void => {
    request.then(then, (error: Error) => hint(error.message));
  };

  // --- commands ---

  const showInvitation = (): void => {
    const invitation = invite(room.id, room.view.code);
    dispatch({ type: "overlay", overlay: "invite", invitation });
  };
  const makeInvitation = (): void => {
    if (room.view.code !== undefined || !isHost(store.state) || store.state.ended) showInvitation();
    else attempt(client.request("room.update", { room: room.id, code: true }), showInvitation);
  };

  const run = (command: Command, screen: Screen): void => {
    if (command.does === "invite") makeInvitation();
    else if (command.does === "help") dispatch({ type: "overlay", overlay: "help" });
    else if (command.does === "leave") screen.quit();
    else attempt(askFor(client, room, command));
  };
  const consider = (command: Command, screen: Screen): void => {
    const asking = questionFor(store.state, command);
    if (asking) dispatch({ type: "ask", asking });
    else run(command, screen);
  };
  /** True, and said, where it can't be done. */
  const refused = (does: CommandName): boolean => {
    const reason = whyNot(store.state, does);
    if (reason !== null) hint(reason);
    return reason !== null;
  };
  const onSelected = (does: "kick" | "ban" | "host", screen: Screen): void => {
    if (refused(does)) return;
    const { selected } = store.state;
    const reason = whyNotOn(store.state, does, selected);
    if (reason === null) consider({ does, peer: selected }, screen);
    else hint(reason);
  };
  const plain = (
    does: "ready" | "unready" | "start" | "finish" | "lock" | "unlock" | "close",
    screen: Screen,
  ): void => {
    if (!refused(does)) consider({ does }, screen);
  };
  const typing = (): void => {
    if (!refused("say")) dispatch({ type: "typing", on: true });
  };
  const prefilled = (does: "data" | "set" | "announce"): void => {
    if (!refused(does)) dispatch({ type: "line", kind: "command", text: `${does} ` });
  };

  const copy = (): void => {
    const found = whatToCopy(store.state);
    if (found) copyToClipboard(found.text);
    hint(found ? `copied: ${found.what}` : "nothing is selected that can be copied");
  };

  const actions: Record<JoinKey, (screen: Screen) => void> = {
    ready: (screen) => plain(selfOf(store.state)?.ready ? "unready" : "ready", screen),
    type: typing,
    start: (screen) => plain("start", screen),
    finish: (screen) => plain("finish", screen),
    close: (screen) => plain("close", screen),
    lock: (screen) => plain(store.state.view?.locked ? "unlock" : "lock", screen),
    kick: (screen) => onSelected("kick", screen),
    ban: (screen) => onSelected("ban", screen),
    host: (screen) => onSelected("host", screen),
    announce: () => prefilled("announce"),
    data: () => prefilled("data"),
    set: () => prefilled("set"),
    invite: makeInvitation,
    focus: () => dispatch({ type: "focus", by: 1 }),
    "focus-back": () => dispatch({ type: "focus", by: -1 }),
    open: () => {
      dispatch({ type: "open" });
      if (!store.state.overlay) typing();
    },
    copy,
    pause: () => dispatch({ type: "pause" }),
    filter: () => dispatch({ type: "line", kind: "filter", text: store.state.log.filter }),
    command: () => dispatch({ type: "line", kind: "command" }),
    help: () => dispatch({ type: "overlay", overlay: "help" }),
    quit: (screen) => consider({ does: "leave" }, screen),
    interrupt: (screen) => screen.quit(),
  };

  // --- what the keys mean, by what is under way ---

  const pageOf = (screen: Screen): number => Math.max(1, screen.size.rows - AROUND);

  const onPanels = (key: Key, screen: Screen): void => {
    const step = actionFor(listKeys, key.name);
    const action = actionFor(joinKeys, key.name);
    if (action) actions[action](screen);
    else if (step) dispatch({ type: "step", by: stepBy(step, pageOf(screen)) });
    else if (key.name === "escape") dispatch({ type: "unfilter" });
  };

  const onOverlay = (key: Key, screen: Screen): void => {
    const step = actionFor(listKeys, key.name);
    if (step) dispatch({ type: "scroll", by: stepBy(step, pageOf(screen)) });
    else if (key.name === "y") copy();
    else dispatch({ type: "overlay", overlay: null });
  };

  const onQuestion = (key: Key, screen: Screen): void => {
    const { asking } = store.state;
    dispatch({ type: "ask", asking: null });
    if (key.name === "y" && asking) run(asking.command, screen);
  };

  const onName = (key: Key, screen: Screen): void => {
    const { asking, line, room: name } = store.state;
    if (key.name === "escape") dispatch({ type: "ask", asking: null });
    else if (key.name !== "enter") editLine(key);
    else if (inputText(line.input).trim() !== name) hint("that is not the room's name");
    else {
      dispatch({ type: "ask", asking: null });
      run(asking!.command, screen);
    }
  };

  const editLine = (key: Key): void => {
    const edit = actionFor(editKeys, key.name);
    if (edit) dispatch({ type: "edit", edit });
    else if (key.text !== "") dispatch({ type: "insert", text: key.text });
  };

  const onCommandLine = (key: Key, screen: Screen): void => {
    const { state } = store;
    const text = inputText(state.line.input);
    if (key.name === "tab") {
      const longer = completedCommand(text, state);
      if (longer !== null) dispatch({ type: "complete", text: longer });
    } else if (key.name === "escape") dispatch({ type: "line.done", as: "cancelled" });
    else if (key.name === "enter") runTyped(text, screen);
    else editLine(key);
  };

  const runTyped = (text: string, screen: Screen): void => {
    const command = parseCommand(text, store.state);
    // What is wrong is still there to be mended.
    if (typeof command === "string") {
      hint(command);
      return;
    }
    const reason = whyNot(store.state, command.does);
    // A token may be good for keeping order: only the server knows.
    if (reason !== null && (store.state.ended || !keepsOrder(command.does))) {
      hint(reason);
      return;
    }
    dispatch({ type: "line.done", as: "accepted" });
    consider(command, screen);
  };

  const onFilter = (key: Key): void => {
    if (key.name === "enter") dispatch({ type: "line.done", as: "accepted" });
    else if (key.name === "escape") dispatch({ type: "unfilter" });
    else editLine(key);
  };

  const onChat = (key: Key): void => {
    if (key.name === "escape") dispatch({ type: "typing", on: false });
    else if (key.name === "enter") say(inputText(store.state.input));
    else editLine(key);
  };

  // The line stays where it is until the room has it: what could not be said is still there to say again.
  const say = (text: string): void => {
    const size = Buffer.byteLength(text);
    if (text.trim() === "") dispatch({ type: "typing", on: false });
    else if (size > limits.textBytes) hint(`too long: ${size} bytes, at most ${limits.textBytes} are sent`);
    else attempt(room.say(text), () => dispatch({ type: "said", text }));
  };

  return (key: Key, screen: Screen): void => {
    const { asking, line, typing: inChat, overlay } = store.state;
    if (key.name === "ctrl-c") screen.quit();
    else if (asking) (asking.by === "key" ? onQuestion : onName)(key, screen);
    else if (inChat) onChat(key);
    else if (line.open === "command") onCommandLine(key, screen);
    else if (line.open === "filter") onFilter(key);
    else if (overlay) onOverlay(key, screen);
    else onPanels(key, screen);
  };
}
