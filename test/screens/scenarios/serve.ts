// What a server says of itself when it is ready.
import type { Terminal } from "../../support/pty.ts";
import { figures } from "../masks.ts";
import type { Picture, Scenario } from "../scenario.ts";

const masks = [figures.ready, figures.memory, { find: /(?<=loop) +\S+ ms/g, width: 10 }];
/** The status line comes last. */
const followed = (terminal: Terminal) => terminal.until(/in 0\/s +out 0\/s/);

export const scenarios: readonly Scenario[] = [
  {
    state: "memory",
    args: ["serve", "--memory"],
    serve: null,
    prints: true,
    masks,
    until: followed,
  },
  {
    state: "open",
    args: ["serve", "--memory", "--host", "0.0.0.0", "--open"],
    serve: null,
    prints: true,
    masks,
    until: followed,
  },
  {
    state: "error-data-folder",
    args: ["serve", "--data-dir", "/proc/nowhere"],
    serve: null,
    prints: true,
    until: (terminal) => terminal.exited,
  },
];

export const picture: Picture = {
  title: "rtrooms serve",
  alt: "The server's addresses, where it keeps history, who may come in, and what to type next.",
  args: ["serve", "--memory"],
  serve: null,
  size: { columns: 80, rows: 13 },
  masks,
  prints: true,
  play: (film) => film.until(/in 0\/s +out 0\/s/, 1),
};
