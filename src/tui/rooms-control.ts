// What keys and commands of the console set going: looking into rooms, questions, and acts whose outcome is told.
import type { Client } from "../client/connect.ts";
import type { RoomId } from "../protocol/ids.ts";
import { copyToClipboard } from "./clipboard.ts";
import { actOn, refusalOf } from "./rooms-acts.ts";
import type { RoomsFeed } from "./rooms-feed.ts";
import type { Screen } from "./screen.tsx";
import { inputText } from "./state/input.ts";
import {
  askToClose,
  type RoomsAction,
  type RoomsState,
  selectedRow,
  targetRoom,
  targetRow,
} from "./state/rooms.ts";
import { completeCommand, type RoomAct, type RoomsCommand, readCommand } from "./state/rooms-commands.ts";
import {
  lookedAt,
  type MemberRow,
  memberCalled,
  openRoom,
  selectedMember,
  type Tab,
} from "./state/rooms-room.ts";
import type { Role } from "./state/theme.ts";
import type { Store } from "./store.ts";

const READ_ONLY = "read-only: nothing is changed from here (--read-only, RTROOMS_READ_ONLY)";
type Called = Extract<RoomsCommand, { do: "kick" | "ban" }>;
/** Of what a word may become so many are named. */
const CHOICES = 8;

export class RoomsControl {
  readonly #client: Client;
  readonly #store: Store<RoomsState, RoomsAction>;
  readonly #feed: RoomsFeed;

  constructor(client: Client, store: Store<RoomsState, RoomsAction>, feed: RoomsFeed) {
    this.#client = client;
    this.#store = store;
    this.#feed = feed;
  }

  get #state(): RoomsState {
    return this.#store.state;
  }

  #note(text: string, role: Role = "info"): void {
    this.#store.dispatch({ type: "note", text, role });
  }

  /** Into the selected room, or to another tab of the one that is open. */
  look(tab: Tab): void {
    if (this.#state.open) {
      this.#store.dispatch({ type: "tab.to", tab });
      this.#feed.look();
    } else {
      const row = selectedRow(this.#state);
      if (row) this.#open(row.id, tab);
    }
  }

  #open(room: RoomId, tab: Tab): void {
    this.#store.dispatch({ type: "open", room, tab });
    this.#feed.opened();
  }

  tab(by: number): void {
    this.#store.dispatch({ type: "tab", by });
    this.#feed.look();
  }

  pause(): void {
    const paused = !this.#state.paused;
    this.#store.dispatch({ type: "pause", paused });
    if (!paused) this.#feed.refresh();
  }

  copyName(): void {
    const room = targetRoom(this.#state);
    if (room === null) return;
    copyToClipboard(room);
    this.#note(`copied ${room}`);
  }

  /** A command's first words, for the rest to be typed. */
  begin(text: string): void {
    if (this.#refused()) return;
    this.#store.dispatch({ type: "line.open", kind: "command", text });
  }

  cancelLine(): void {
    const { open } = this.#state.line;
    this.#store.dispatch({ type: "line.cancel" });
    if (open === "filter") this.#store.dispatch({ type: "filter.clear" });
  }

  complete(): void {
    const { line, list, open } = this.#state;
    const typed = inputText(line.input);
    const members = (open?.members ?? []).flatMap(({ given, peer }) => [given, peer]);
    const { text, choices } = completeCommand(typed, { rooms: list.shownIds, members });
    if (text !== typed) this.#store.dispatch({ type: "line.set", text });
    else if (choices.length > 1) {
      const more = choices.length > CHOICES ? ` … ${choices.length} in all` : "";
      this.#note(choices.slice(0, CHOICES).join(" ") + more);
    }
  }

  /** A command without the screen's own ones. */
  type(text: string): void {
    this.enter(text, null);
  }

  enter(text: string, screen: Screen | null): void {
    if (text.trim() === "") return;
    const command = readCommand(text, targetRoom(this.#state));
    if (command.do === "wrong") this.#note(command.text, "bad");
    else if (command.do === "quit") screen?.quit();
    else if (command.do === "help") this.#store.dispatch({ type: "help", open: true });
    else if (command.do === "sort") this.#store.dispatch({ type: "sort.column", column: command.column });
    else if (command.do === "open") this.#open(command.room, "members");
    else if (command.do === "close") this.#askToClose(command.room);
    else if ("who" in command) void this.#askAboutCalled(command);
    else this.#act(command);
  }

  toggleLock(): void {
    const row = targetRow(this.#state);
    if (row) this.#act({ do: "lock", room: row.id, locked: !row.locked });
  }

  #askToClose(room: RoomId): void {
    if (this.#refused()) return;
    const target = targetRow(this.#state);
    const row = target?.id === room ? target : this.#state.list.rows.get(room);
    const members = row ? row.members + row.watching : 0;
    this.#store.dispatch({ type: "ask", ask: askToClose(room, members) });
  }

  /** About the selected member, which has to be in sight. */
  askAbout(act: "kick" | "ban"): void {
    if (this.#refused()) return;
    const { open } = this.#state;
    const member = open && selectedMember(open);
    if (open?.tab !== "members") {
      this.look("members");
      this.#note(`select a member, then ${act === "kick" ? "K" : "B"} again`);
    } else if (member) this.#ask(act, open.id, member);
    else this.#note("nobody has a seat in this room", "warn");
  }

  #ask(act: "kick" | "ban", room: RoomId, { peer, name }: MemberRow): void {
    this.#store.dispatch({ type: "ask", ask: { kind: "member", act, room, peer, name } });
  }

  async #askAboutCalled({ do: act, room, who }: Called): Promise<void> {
    if (this.#refused()) return;
    try {
      const { room: view, members } = await this.#client.request("room", { room });
      const member = memberCalled(lookedAt(openRoom(room, "members"), view, members, 1), who);
      if (typeof member === "string") this.#note(member, "bad");
      else this.#ask(act, room, member);
    } catch (error) {
      this.#note(refusalOf(error), "bad");
    }
  }

  answer(yes: boolean): void {
    const { ask } = this.#state;
    if (!ask) return;
    this.#store.dispatch({ type: "ask.end" });
    const { room } = ask;
    if (!yes) this.#note("nothing was done");
    else if (ask.kind === "member") this.#act({ do: ask.act, room, peer: ask.peer, name: ask.name });
    else if (inputText(ask.input).trim() === room) this.#act({ do: "close", room });
    else this.#note(`not closed: its name is ${room}`, "warn");
  }

  #refused(): boolean {
    if (this.#state.readOnly) this.#note(READ_ONLY, "warn");
    return this.#state.readOnly;
  }

  #act(act: RoomAct): void {
    if (this.#refused()) return;
    actOn(act, { client: this.#client, copy: copyToClipboard }).then(
      (text) => {
        this.#note(`✔ ${text}`, "good");
        this.#feed.look();
      },
      (error: unknown) => this.#note(`✗ ${refusalOf(error)}`, "bad"),
    );
  }
}
