// A real pseudo-terminal with a terminal emulator behind it: what a person would see, and keys as a person types them.
import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { BINARY } from "./binary.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { graphemes } from "./graphemes.ts";

const HANGS_MS = 20_000;

/** What keys send. */
export const keys = {
  enter: "\r",
  backspace: "\u007f",
  delete: "\u001b[3~",
  escape: "\u001b",
  up: "\u001b[A",
  down: "\u001b[B",
  left: "\u001b[D",
  pageUp: "\u001b[5~",
  pageDown: "\u001b[6~",
  ctrlC: "\u0003",
  ctrlD: "\u0004",
  ctrlL: "\u000c",
  ctrlO: "\u000f",
  ctrlW: "\u0017",
  ctrlZ: "\u001a",
} as const;

interface Options {
  env: Record<string, string>;
  cwd?: string;
  columns?: number;
  rows?: number;
  /** It says that its background is dark, as most do, or says nothing. */
  background?: "dark" | "silent";
}

/** Asks whether the terminal is well. */
const STATUS = "\u001b[5n";
/**
 * Of what is written last before a terminal is closed, Node reads 4 KiB at most: a shell asks the terminal something, which answers when it
 * has drawn all that was before.
 */
const END = `code=$?; read -r -s -d n -t 10 -p $'\\e[5n' _; exit $code`;

export class Terminal {
  readonly exited: Promise<{ code: number; signal: number }>;
  /** Everything that was written to the terminal, escapes included. */
  output = "";
  readonly #pty: pty.IPty;
  readonly #emulator: xterm.Terminal;
  readonly #listeners = new Set<() => void>();
  #ended = false;

  constructor(command: string, args: readonly string[], options: Options) {
    const { env, cwd, columns = 80, rows = 24, background = "dark" } = options;
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#emulator.unicode.register(graphemes);
    this.#emulator.unicode.activeVersion = graphemes.version;
    this.#pty = pty.spawn(command, [...args], {
      cols: columns,
      rows,
      env,
      cwd,
      name: env.TERM ?? "xterm-256color",
    });
    // The emulator answers what programs ask terminals, as a real one would; only of its colours it knows nothing.
    this.#emulator.parser.registerOscHandler(11, (asked) => {
      if (asked === "?" && background === "dark") this.#pty.write("\u001b]11;rgb:1010/1414/1c1c\u001b\\");
      return true;
    });
    this.#emulator.onData((answer) => this.#pty.write(answer));
    this.#pty.onData((text) => {
      this.#emulator.write(text, () => {
        // Not before it is on the screen: who waits for the end of a frame looks at all of it.
        this.output += text.replace(STATUS, "");
        this.#tell();
      });
    });
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        // What it wrote last is still on its way through the emulator.
        this.#emulator.write("", () => {
          this.#ended = true;
          this.#tell();
          resolve({ code: exitCode, signal: signal ?? 0 });
        });
      });
    });
  }

  /** The binary on a terminal. */
  static run(args: readonly string[], options: Options): Terminal {
    return new Terminal(process.execPath, [BINARY, ...args], options);
  }

  /** A shell line on a terminal; `rtrooms` in it is the binary, `$NODE $BINARY` too where a process must be replaced. */
  static shell(line: string, { env, ...size }: Options): Terminal {
    const script = `rtrooms() { "$NODE" "$BINARY" "$@"; }\n${line}\n${END}`;
    return new Terminal("bash", ["--norc", "-c", script], {
      env: { ...env, NODE: process.execPath, BINARY },
      ...size,
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** The screen, line by line, without what is blank at the ends. */
  get lines(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.#emulator.rows },
      (_, row) =>
        active
          .getLine(active.baseY + row)
          ?.translateToString(true)
          .trimEnd() ?? "",
    );
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** What a cell of the screen shows. */
  signAt(row: number, column: number): string {
    const { active } = this.#emulator.buffer;
    return (
      active
        .getLine(active.baseY + row)
        ?.getCell(column)
        ?.getChars() ?? ""
    );
  }

  get cells(): Cell[][] {
    return cellsOf(this.#emulator);
  }

  /** Where the cursor stands, from 0. */
  get cursor(): { row: number; column: number } {
    const { cursorX, cursorY } = this.#emulator.buffer.active;
    return { row: cursorY, column: cursorX };
  }

  /** All that programs switch on and off in it. */
  get modes(): xterm.IModes {
    return { ...this.#emulator.modes };
  }

  get inAlternateScreen(): boolean {
    return this.#emulator.buffer.active.type === "alternate";
  }

  get bracketsPastes(): boolean {
    return this.#emulator.modes.bracketedPasteMode;
  }

  get cursorShown(): boolean {
    return this.output.lastIndexOf("\u001b[?25l") <= this.output.lastIndexOf("\u001b[?25h");
  }

  /** Key by key. */
  type(text: string): void {
    for (const character of text) this.#pty.write(character);
  }

  /** As one piece. */
  send(text: string): void {
    this.#pty.write(text);
  }

  paste(text: string): void {
    this.#pty.write(`\u001b[200~${text}\u001b[201~`);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.#ended) this.#pty.kill(signal);
  }

  /** Resolves when the screen is as wanted; after long, rejects with what it shows instead. */
  until(wanted: string | RegExp | ((terminal: Terminal) => boolean)): Promise<void> {
    const met = (): boolean => {
      if (typeof wanted === "string") return this.text.includes(wanted);
      return wanted instanceof RegExp ? wanted.test(this.text) : wanted(this);
    };
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        act();
      };
      const fail = (): void =>
        settle(() => reject(new Error(`The terminal never showed ${wanted}. It shows:\n${this.text}`)));
      const look = (): void => {
        if (met()) settle(resolve);
        else if (this.#ended) fail();
      };
      const timer = setTimeout(fail, HANGS_MS);
      this.#listeners.add(look);
      look();
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
