// Gathers what is written to a socket within one turn of the event loop into one system call.

interface Flushable {
  dirty: boolean;
  flush(): void;
}

export class Flush {
  #dirty: Flushable[] = [];

  add(socket: Flushable): void {
    socket.dirty = true;
    if (this.#dirty.push(socket) === 1) setImmediate(() => this.#run());
  }

  #run(): void {
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const socket of dirty) {
      socket.dirty = false;
      socket.flush();
    }
  }
}
