// The last words on a socket that is not to become a connection.
import type { Duplex } from "node:stream";

/** Long enough for the words to arrive: who doesn't close its side is cut. */
const LINGER_MS = 2_000;

export function sayAndClose(socket: Duplex, text: string): void {
  // What it still sends is thrown away: unread, it would make the system drop our words, too.
  socket.resume();
  socket.end(text);
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  cut.unref();
  socket.once("close", () => clearTimeout(cut));
}
