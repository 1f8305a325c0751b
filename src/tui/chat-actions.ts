// What the /commands of the chat screen do: to its windows, and through the client to the rooms.
import type { Client } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { RtError } from "../protocol/errors.ts";
import type { PeerId, RoomId } from "../protocol/ids.ts";
import type { ChatRoom } from "./chat-room.ts";
import { type ChatAction, type ChatState, currentWindow, type Target } from "./state/chat.ts";
import { type CommandName, describeCommand } from "./state/chat-commands.ts";
import { personNamed, typedName, windowName } from "./state/chat-complete.ts";
import { linksIn } from "./state/chat-entry.ts";
import { namesText } from "./state/chat-members.ts";
import { type ChatWindow, directWindowId, refusal, roomWindowId } from "./state/chat-window.ts";
import type { Store } from "./store.ts";

export interface ChatContext {
  client: Client;
  store: Store<ChatState, ChatAction>;
  /** Of the window that is looked at; none once its room is gone. */
  room(): ChatRoom | undefined;
  enter(room: Room): ChatRoom;
  /** Out of a room that is left for good. */
  drop(id: string): void;
  rooms(): Iterable<ChatRoom>;
  copy(text: string): void;
  quit(): void;
}

type Command = (context: ChatContext, args: readonly string[], window: ChatWindow) => void | Promise<void>;

const hint = ({ store }: ChatContext, text: string): void => store.dispatch({ type: "hint", text });
const tell = ({ store }: ChatContext, id: string, ...texts: string[]): void =>
  store.dispatch({ type: "window", id, action: { type: "notice", texts } });
const ask = ({ store }: ChatContext, type: "go", to: Target): void => store.dispatch({ type, to });

/** Runs what is said, and puts a refusal into the status line. */
export async function runCommand(
  context: ChatContext,
  name: CommandName,
  args: readonly string[],
): Promise<void> {
  try {
    await commands[name](context, args, currentWindow(context.store.state));
  } catch (error) {
    hint(context, refusalWords(error as Error, name, args));
  }
}

function refusalWords(error: Error, name: string, args: readonly string[]): string {
  const code = error instanceof RtError ? error.code : "";
  if (code === "wrong_password") return `${args[0]} needs a password: /join ${args[0]} PASSWORD`;
  if (code === "forbidden") return `/${name}: ${error.message} The host is marked with ★ in /names`;
  return `/${name}: ${error.message}`;
}

const here = (context: ChatContext): Room => {
  const found = context.room();
  if (!found) throw new Error("this window's room is gone: /part closes it");
  return found.room;
};

/** Whoever is meant; a hint says why it is nobody. */
function member(
  context: ChatContext,
  window: ChatWindow,
  typed: string,
): { peer: PeerId; name: string } | null {
  const found = personNamed(roomOf(context, window), typed);
  if (typeof found !== "string") return { peer: found.peer as PeerId, name: typedName(found) };
  hint(context, found);
  return null;
}

/** Members are those of the room, also where one talks with one of them. */
const roomOf = ({ store }: ChatContext, window: ChatWindow): ChatWindow =>
  store.state.windows.find(({ id }) => id === window.room) ?? window;

const asHost =
  (done: string, act: (room: Room, client: Client, peer: PeerId) => Promise<unknown>): Command =>
  async (context, [typed = ""], window) => {
    const found = member(context, window, typed);
    if (!found) return;
    await act(here(context), context.client, found.peer);
    hint(context, `${found.name} ${done}`);
  };

const update =
  (change: { locked?: boolean; code?: true }): Command =>
  async (context) => {
    await context.client.request("room.update", { room: here(context).id, ...change });
  };

export const commands: Record<CommandName, Command> = {
  help: (context, [word], window) => {
    if (word) tell(context, window.id, ...describeCommand(word));
    else context.store.dispatch({ type: "help", top: 0 });
  },
  join: async (context, [name = "", password]) => {
    const id = roomWindowId(name);
    const there = [...context.rooms()].find((one) => one.id === id && !one.room.ended);
    if (there) return ask(context, "go", id);
    hint(context, `entering ${name}…`);
    context.enter(await context.client.join(name, { password }));
  },
  part: (context, _args, { id, kind }) => {
    if (context.store.state.windows.length < 2) {
      return hint(context, "this is the last window: /quit leaves it and ends");
    }
    if (kind === "room") context.drop(id);
    context.store.dispatch({ type: "close", id });
  },
  switch: (context, [word = ""]) => {
    const { windows } = context.store.state;
    const wanted = word.toLowerCase().replace(/^#/, "");
    const named = windows.find((window) => windowName(window).toLowerCase() === wanted);
    const begins = windows.find((window) => windowName(window).toLowerCase().startsWith(wanted));
    const id = (/^\d+$/.test(word) ? windows[Number(word) - 1] : (named ?? begins))?.id;
    if (id) ask(context, "go", id);
    else
      hint(context, `there is no window ${word}: there are 1 to ${windows.length}, and /join enters a room`);
  },
  query: (context, [typed = "", text], window) => {
    const found = member(context, window, typed);
    if (!found) return;
    const { room } = window;
    context.store.dispatch({ type: "direct", room, peer: found.peer });
    if (text) say(context, directWindowId(room, found.peer), text);
  },
  me: (context, [text = ""], window) => void say(context, window.id, text, true),
  names: (context, _args, window) => tell(context, window.id, namesText(roomOf(context, window))),
  topic: async (context, [topic], window) => {
    if (topic === undefined) {
      return tell(context, window.id, window.topic ? `the topic is: ${window.topic}` : "there is no topic");
    }
    const { id, view } = here(context);
    await context.client.request("room.update", { room: id, data: { ...view.data, topic } });
  },
  history: async (context, _args, window) => {
    if (window.kind === "direct") return hint(context, "what is said here is stored nowhere");
    if (window.older !== "more") return hint(context, "there is nothing older");
    await context.room()?.loadOlder();
    hint(context, "older messages are above");
  },
  clear: ({ store }, _args, { id }) => store.dispatch({ type: "window", id, action: { type: "clear" } }),
  resend: (context, _args, { id }) => {
    const count = context.room()?.resend(id) ?? 0;
    hint(context, count === 0 ? "there is nothing to send again" : `sending ${count} again`);
  },
  open: (context, [number = "1"], { entries }) => {
    const links = entries.flatMap(({ lines }) => lines.flatMap(linksIn)).reverse();
    const link = links[Number(number) - 1];
    if (!link)
      return hint(context, links.length === 0 ? "no link was said here" : `there are ${links.length} links`);
    context.copy(link);
    hint(context, `copied: ${link}`);
  },
  ignore: (context, [typed], window) => {
    const { ignored } = context.store.state;
    if (typed === undefined) {
      const names = ignored.map(({ name }) => name).join(", ");
      return hint(context, names ? `ignored: ${names}` : "nobody is ignored");
    }
    const found = member(context, window, typed);
    if (!found) return;
    context.store.dispatch({ type: "ignore", ignored: [...ignored, found] });
    hint(context, `${found.name} is ignored until they connect anew · /unignore ${found.name}`);
  },
  unignore: (context, [typed = ""]) => {
    const { ignored } = context.store.state;
    const rest = ignored.filter(({ name }) => name.toLowerCase() !== typed.toLowerCase());
    context.store.dispatch({ type: "ignore", ignored: rest });
    const none = rest.length === ignored.length;
    hint(context, none ? `${typed} was not ignored: /ignore says who is` : `${typed} is shown again`);
  },
  ready: async (context) => {
    const { id, members, self } = here(context);
    const ready = !members.get(self.peer)?.ready;
    await context.client.request("member.update", { room: id, ready });
    hint(context, ready ? "you are ready" : "you are not ready any more");
  },
  invite: async (context, _args, window) => {
    const { code } = roomOf(context, window);
    if (code) return tell(context, window.id, `others come in with: rtrooms chat --code ${code}`);
    await update({ code: true })(context, [], window);
  },
  ping: async (context) => {
    const start = performance.now();
    await context.client.request("ping", {});
    hint(context, `the server answered in ${(performance.now() - start).toFixed(1)} ms`);
  },
  kick: asHost("was removed", ({ id }, client, peer) => client.request("kick", { room: id as RoomId, peer })),
  ban: asHost("was banned", ({ id }, client, peer) => client.request("ban", { room: id as RoomId, peer })),
  lock: update({ locked: true }),
  unlock: update({ locked: false }),
  announce: async (context, [text = ""]) => {
    await context.client.request("announce", { room: here(context).id, text });
  },
  quit: (context) => context.quit(),
};

/** In the room of this window, or to the one member it is about. */
export function say(context: ChatContext, id: string, text: string, action = false, typed = false): boolean {
  const { store } = context;
  const window = store.state.windows.find((one) => one.id === id);
  const room = context.room();
  if (!window || !room) {
    hint(context, "this window's room is gone: /part closes it");
    return false;
  }
  const refused = refusal(window, text, store.state.link.state !== "closed");
  if (refused) {
    hint(context, refused);
    return false;
  }
  const to = window.kind === "direct" ? { to: window.peer as PeerId } : {};
  room.say(id, text, { ...(action && { action }), ...to }, typed);
  return true;
}
