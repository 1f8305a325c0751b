// What a server says of itself when it is ready.
import type { Terminal } from "../../support/pty.ts";
import { figures } from "../masks.ts";
import type { Picture, Scenario } from "../scenario.ts";

/** What a second of a new server costs: the rest of its status line, or as much as there is room for. */
const costs = { find: /\d+ MB(?= {2}loop).*$/g, as: "## MB  loop <0.# ms" };
const masks = [figures.ready, costs];
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
  size: { columns: 80, rows: 19 },
  // As they are on the machine where this was written: a digit in each place would be no figure.
  masks: [
    { find: /\d+(?= ms)/g, as: "61" },
    { ...costs, as: "71 MB  loop <0.5 ms" },
  ],
  prints: true,
  play: (film) => film.until(/in 0\/s +out 0\/s/, 1),
};
