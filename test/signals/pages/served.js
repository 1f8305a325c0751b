// A wire through a real server: each peer of the page is a member of one room there, over a socket of its own.
import { Wire } from "./wire.js";

/** One member of the room, as far as pages of these tests need it. */
class Member {
  id = null;
  #socket;
  #waiting = new Map();
  #count = 0;

  static async of({ url, room }, name, onSignal) {
    const member = new Member();
    const socket = new WebSocket(url, ["rtrooms.v1"]);
    member.#socket = socket;
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`no socket to ${url}`));
    });
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "signal") onSignal(message);
      member.#waiting.get(message.id)?.(message);
      member.#waiting.delete(message.id);
    };
    await member.ask({ type: "hello", name });
    member.id = (await member.ask({ type: "join", room })).data.self.peer;
    return member;
  }

  ask(request) {
    const id = `r${++this.#count}`;
    this.#socket.send(JSON.stringify({ ...request, id }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  close() {
    this.#socket.close();
  }
}

export class ServedWire extends Wire {
  #members = new Map();
  #room;

  /** `names`: of all who have a seat. */
  static async to(server, names, random, most) {
    const wire = new ServedWire(random, most);
    wire.#room = server.room;
    for (const name of names) {
      const hear = ({ from, kind, data, exchange }) =>
        wire.deliver(name, { from: wire.#nameOf(from), kind, data, exchange });
      wire.#members.set(name, await Member.of(server, name, hear));
    }
    return wire;
  }

  async pass({ from, to, kind, text, exchange }) {
    const data = JSON.parse(text);
    const signal = { type: "signal", room: this.#room, to: this.#idOf(to), kind, data, exchange };
    const { data: said, code } = await this.#members.get(from).ask(signal);
    const verdict = said?.verdict ?? code;
    this.note({ from, to, kind, data, verdict, exchange });
    if (verdict !== "delivered") this.passed();
  }

  /** What a page knows of its link once it has done what it does. */
  async report({ name, other, options, state }) {
    if (state.connection !== "connected" && state.connection !== "failed") return;
    const report = { type: "report", room: this.#room, to: this.#idOf(other), state: state.connection };
    await this.#members.get(name).ask({ ...report, exchange: options.exchange });
  }

  close() {
    for (const member of this.#members.values()) member.close();
  }

  /** Who has no seat has no id either. */
  #idOf(name) {
    return this.#members.get(name)?.id ?? "nobody";
  }

  #nameOf(id) {
    return [...this.#members].find(([, member]) => member.id === id)?.[0];
  }
}
