// A peer in another page, of another browser: made, asked and watched over a socket between the two pages.

const opened = (url) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error(`no socket to ${url}`));
  });

const gone = () => new Error("the other page has gone");

/** The page that has the peers: it makes those that the other page orders, until that one goes. */
export async function serveFar(url, makers) {
  const socket = await opened(url);
  const say = (message) => socket.readyState === 1 && socket.send(JSON.stringify(message));
  const peers = new Map();
  const tell = (at) => {
    const { state, errors } = peers.get(at);
    say({ at, state, errors });
  };
  const make = (at, { kind, name, other, polite, options, page }) => {
    const wire = {
      send: (from, to, signal, data, exchange) => say({ at, sent: [from, to, signal, data, exchange] }),
    };
    const peer = makers[kind](wire, name, other, polite, options, page);
    peers.set(at, peer);
    peer.changed = () => tell(at);
    peer.pc.addEventListener("connectionstatechange", () => tell(at));
    peer.pc.addEventListener("signalingstatechange", () => tell(at));
  };
  socket.onmessage = async ({ data }) => {
    const { at, id, order, receive, act, later } = JSON.parse(data);
    if (order) make(at, order);
    const peer = peers.get(at);
    if (receive) await peer.receive(receive);
    if (act) peer.act(act);
    if (later) peer.later = true;
    tell(at);
    say({ at, done: id });
  };
  await new Promise((resolve) => {
    socket.onclose = resolve;
  });
  for (const peer of peers.values()) peer.close();
}

/** The page that leads: the other one's peers look to it like its own. */
export class Link {
  #socket;
  #waiting = new Map();
  #peers = [];
  #count = 0;

  static async to(url) {
    const link = new Link();
    link.#socket = await opened(url);
    link.#socket.onmessage = ({ data }) => link.#take(JSON.parse(data));
    link.#socket.onclose = () => {
      for (const { reject } of link.#waiting.values()) reject(gone());
    };
    return link;
  }

  /** `order`: what kind of peer, with what is handed to it. */
  async peer(wire, order) {
    const at = this.#peers.length;
    const far = new FarPeer((message) => this.#ask({ at, ...message }), wire);
    this.#peers.push(far);
    await this.#ask({ at, order });
    return far;
  }

  close() {
    this.#socket.close();
  }

  #ask(message) {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== 1) throw gone();
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, ...message }));
    });
  }

  #take({ at, sent, state, errors, done }) {
    const far = this.#peers[at];
    // JSON has no undefined.
    if (sent) far.wire.send(...sent.slice(0, 4), sent[4] ?? undefined);
    if (state) Object.assign(far, { state, errors });
    this.#waiting.get(done)?.resolve();
    this.#waiting.delete(done);
  }
}

class FarPeer {
  state = { connection: "new", signaling: "stable", busy: false };
  errors = [];
  #ask;

  constructor(ask, wire) {
    this.#ask = ask;
    this.wire = wire;
  }

  receive(receive) {
    return this.#do({ receive });
  }

  set later(later) {
    void this.#do({ later });
  }

  /** Under way until the other page has done it. */
  act(act) {
    this.wire.under++;
    void this.#do({ act }).then(() => this.wire.under--);
  }

  /** The socket's end is its own. */
  close() {}

  /** A page that has gone is a fault of the run, and ends no line of the wire. */
  #do(message) {
    return this.#ask(message).catch((error) => this.errors.push(error.message));
  }
}
