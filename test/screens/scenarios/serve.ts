// What a server says of itself when it is ready.
import { figures } from "../masks.ts";
import type { Picture, Scenario } from "../scenario.ts";

const masks = [figures.ready];

export const scenarios: readonly Scenario[] = [
  {
    state: "memory",
    args: ["serve", "--memory"],
    serve: null,
    prints: true,
    masks,
    until: (terminal) => terminal.until("chat lobby"),
  },
  {
    state: "open",
    args: ["serve", "--memory", "--host", "0.0.0.0", "--open"],
    serve: null,
    prints: true,
    masks,
    until: (terminal) => terminal.until("chat lobby"),
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
  play: (film) => film.until("chat lobby", 1),
};
