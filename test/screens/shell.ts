// An interactive shell on a terminal, which starts a screen as a person does and tells how it left the terminal.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { BINARY, type Home } from "../support/binary.ts";
import { Terminal } from "../support/pty.ts";
import { styleOf } from "./golden.ts";

const CRASH = fileURLToPath(new URL("crash.mjs", import.meta.url));
const PROMPT = "ready>";

/** What a shell switches on at its own prompt would hide what a screen left on. */
const START = `
unset HISTFILE
PS1='${PROMPT} '
bind 'set enable-bracketed-paste off'
screen() { (echo "pid=$BASHPID." > pid; exec "$NODE" "$BINARY" "$@"); echo "rc=$?."; }
settings() { stty -a > "$1"; echo "$1 kept."; }
`;

export class Shell {
  readonly terminal: Terminal;
  readonly #folder: string;
  readonly #modes: Terminal["modes"];
  #looks = 0;

  private constructor(terminal: Terminal, folder: string) {
    this.terminal = terminal;
    this.#folder = folder;
    this.#modes = terminal.modes;
  }

  /** At its prompt, and with its terminal's settings written down. */
  static async open(home: Home, env: Record<string, string>, folder: string): Promise<Shell> {
    const start = join(folder, "start");
    writeFileSync(start, START);
    const terminal = new Terminal("bash", ["--noprofile", "--rcfile", start, "-i"], {
      env: home.env({ ...env, NODE: process.execPath, BINARY, NODE_OPTIONS: `--import=${CRASH}` }),
      cwd: folder,
    });
    await terminal.until(PROMPT);
    const shell = new Shell(terminal, folder);
    await shell.run("settings before", "before kept.");
    return shell;
  }

  async run(line: string, until: string | RegExp): Promise<void> {
    this.terminal.send(`${line}\r`);
    await this.terminal.until(until);
  }

  /** Of the screen that was opened last. */
  get pid(): number {
    return Number(/\d+/.exec(readFileSync(join(this.#folder, "pid"), "utf8"))![0]);
  }

  /** The screen is over, with this code, and there is no trace of it on the terminal. */
  async expectRestored(code: number): Promise<void> {
    const { terminal } = this;
    await terminal.until(/^rc=\d+\.\nready>$/m);
    expect(terminal.inAlternateScreen, "the other buffer").toBe(false);
    expect(terminal.modes).toEqual(this.#modes);
    expect(terminal.cursorShown, "the cursor").toBe(true);
    expect(terminal.lines, "what was there before").toContain("before kept.");
    expect(terminal.lines).toContain(`rc=${code}.`);
    const styles = terminal.cells.flat().map(styleOf);
    expect(new Set(styles), "colours left").toEqual(new Set([""]));
    this.#looks += 1;
    const now = `after${this.#looks}`;
    await this.run(`settings ${now}`, `${now} kept.`);
    const [before, after] = ["before", now].map((name) => readFileSync(join(this.#folder, name), "utf8"));
    expect(before).toMatch(/ icanon.* echo /s);
    expect(after).toBe(before);
  }
}
