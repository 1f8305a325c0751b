// One line at the end of what a terminal shows that is drawn over and over, while other lines are written above it.
import { readFileSync } from "node:fs";
import type { Line } from "../tui/state/lines.ts";
import { paint } from "./paint.ts";

type Write = NodeJS.WriteStream["write"];

/** From the cursor, which rests at the line's beginning, so that it is right whatever a resize made of the line. */
const ERASE = "\r\u001b[J";

export class StatusLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #write: Write;
  readonly #mayDraw: () => boolean;
  #view: ((columns: number) => Line) | null = null;
  /** What stands there now; empty: nothing of ours. */
  #drawn = "";
  /** Somebody is in the middle of a line. */
  #isBegun = false;
  #isOver = false;

  /** Whatever else is written to the stream from now on goes above the line. */
  constructor(stream: NodeJS.WriteStream, mayDraw = isInForeground) {
    this.#stream = stream;
    this.#mayDraw = mayDraw;
    this.#write = stream.write.bind(stream) as Write;
    stream.write = this.#above as Write;
    stream.on("resize", this.#again);
    process.on("SIGCONT", this.#again);
    process.once("SIGTSTP", this.#stop);
    process.on("exit", this.end);
  }

  /** Draws it, if it isn't what stands there. */
  show(view: (columns: number) => Line): void {
    this.#view = view;
    this.#draw();
  }

  /** Takes it away for good, and gives the stream back. */
  readonly end = (): void => {
    this.#erase();
    this.#isOver = true;
    this.#stream.write = this.#write;
    this.#stream.off("resize", this.#again);
    process.off("SIGCONT", this.#again);
    process.off("SIGTSTP", this.#stop);
    process.off("exit", this.end);
  };

  /** At most one column less than there are: a terminal would begin another line. */
  #draw(): void {
    if (this.#isOver || !this.#view || this.#isBegun || !this.#mayDraw()) return;
    const painted = paint(this.#view(Math.max(0, this.#stream.columns - 1)));
    if (painted === this.#drawn) return;
    this.#drawn = painted;
    this.#write(`\r${painted}\u001b[J\r`);
  }

  #erase(): void {
    if (this.#drawn !== "" && this.#mayDraw()) this.#write(ERASE);
    this.#drawn = "";
  }

  readonly #above = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
    this.#erase();
    const written = this.#write(chunk, ...rest);
    this.#isBegun = chunk.length > 0 && chunk.at(-1) !== (typeof chunk === "string" ? "\n" : 10);
    this.#draw();
    return written;
  };

  readonly #again = (): void => {
    this.#drawn = "";
    process.off("SIGTSTP", this.#stop);
    process.once("SIGTSTP", this.#stop);
    this.#draw();
  };

  /** Nobody listens any more, so this time the signal does what it does by itself. */
  readonly #stop = (): void => {
    this.#erase();
    process.kill(process.pid, "SIGTSTP");
  };
}

/** In the background the end of the terminal is the shell's. Only Linux says so; elsewhere the line is drawn. */
function isInForeground(): boolean {
  if (process.platform !== "linux") return true;
  const stat = readFileSync("/proc/self/stat", "latin1");
  // After the program's name, which may hold anything: state, parent, process group, session, terminal, its process group.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(foreground) <= 0 || group === foreground;
}
