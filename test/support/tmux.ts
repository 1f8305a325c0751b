// A real tmux with a server of its own: windows with a shell in them, keys, pastes, sizes, and what is on the screen.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BINARY } from "./binary.ts";

export const TMUX = "/usr/bin/tmux";

const LOOK_EVERY_MS = 50;
const HANGS_MS = 20_000;
/** So many looks in a row at the same picture. */
const STILL = 4;

const CONFIG = `
set -g status off
set -g default-terminal screen-256color
set -g escape-time 0
set -g history-limit 20000
`;
const START = `
unset HISTFILE
PS1='ready> '
bind 'set enable-bracketed-paste off'
screen() { (echo "$BASHPID" > "$1.pid"; shift; SCREENS_SEED=$BASHPID exec "$NODE" "$BINARY" "$@"); echo "rc=$?."; }
`;

/** Flags of a terminal as tmux keeps them. */
const FLAGS = [
  "alternate_on",
  "cursor_flag",
  "wrap_flag",
  "insert_flag",
  "keypad_flag",
  "mouse_any_flag",
] as const;

export class Tmux {
  readonly folder: string;
  readonly #socket: string;
  readonly #env: Record<string, string>;
  #started = false;

  constructor(env: Record<string, string>, home: string) {
    this.folder = mkdtempSync(join(home, "tmux-"));
    this.#socket = join(this.folder, "socket");
    this.#env = { ...env, NODE: process.execPath, BINARY };
    writeFileSync(join(this.folder, "tmux.conf"), CONFIG);
    writeFileSync(join(this.folder, "start"), START);
  }

  /** A shell at its prompt. */
  async window(name: string, columns: number, rows: number): Promise<Window> {
    const shell = ["bash", "--noprofile", "--rcfile", join(this.folder, "start"), "-i"];
    const size = ["-x", String(columns), "-y", String(rows)];
    this.run("new-session", "-d", "-s", name, ...size, "-c", this.folder, ...shell);
    this.#started = true;
    const window = new Window(this, name);
    await window.until("ready>");
    return window;
  }

  run(...args: string[]): string {
    const own = ["-S", this.#socket, "-f", join(this.folder, "tmux.conf")];
    return execFileSync(TMUX, [...own, ...args], { env: this.#env, encoding: "utf8" });
  }

  close(): void {
    if (this.#started) this.run("kill-server");
  }
}

export class Window {
  readonly name: string;
  readonly #tmux: Tmux;

  constructor(tmux: Tmux, name: string) {
    this.#tmux = tmux;
    this.name = name;
  }

  get text(): string {
    return this.#tmux.run("capture-pane", "-p", "-t", this.name);
  }

  get flags(): Record<(typeof FLAGS)[number], string> {
    const format = FLAGS.map((flag) => `#{${flag}}`).join(" ");
    const values = this.#tmux.run("display-message", "-p", "-t", this.name, format).trim().split(" ");
    return Object.fromEntries(FLAGS.map((flag, i) => [flag, values[i]])) as ReturnType<() => Window["flags"]>;
  }

  type(text: string): void {
    this.#tmux.run("send-keys", "-t", this.name, "-l", text);
  }

  /** By their names in tmux: `Enter`, `C-l`. */
  press(...keys: string[]): void {
    this.#tmux.run("send-keys", "-t", this.name, ...keys);
  }

  /** As a terminal pastes: between brackets where the program asked for them. */
  paste(text: string): void {
    const file = join(this.#tmux.folder, `${this.name}.paste`);
    writeFileSync(file, text);
    this.#tmux.run("load-buffer", file);
    this.#tmux.run("paste-buffer", "-p", "-t", this.name);
  }

  resize(columns: number, rows: number): void {
    this.#tmux.run("resize-window", "-t", this.name, "-x", String(columns), "-y", String(rows));
  }

  /** Types what starts a screen. */
  start(args: string): void {
    this.type(`clear; screen ${this.name} ${args}`);
    this.press("Enter");
  }

  async until(wanted: string | RegExp | ((text: string) => boolean)): Promise<string> {
    const met = (text: string): boolean => {
      if (typeof wanted === "string") return text.includes(wanted);
      return wanted instanceof RegExp ? wanted.test(text) : wanted(text);
    };
    for (const begun = performance.now(); performance.now() - begun < HANGS_MS; await wait(LOOK_EVERY_MS)) {
      const { text } = this;
      if (met(text)) return text;
    }
    throw new Error(`The window never showed ${wanted}. It shows:\n${this.text}`);
  }

  /** What it shows once that stays the same. */
  async still(): Promise<string> {
    let last = "";
    let same = 0;
    return await this.until((text) => {
      same = text === last ? same + 1 : 0;
      last = text;
      return same >= STILL;
    });
  }
}
