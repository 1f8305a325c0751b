// Browsers for pages of test/signals/pages: one page has both peers, or one page has each, with a socket between them.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { type WebSocket, WebSocketServer } from "ws";
import type { Seen } from "../../src/signals/tracker.ts";
import { hasBrowser, launchBrowser } from "./browser.ts";
import { Firefox, hasFirefox, type Tab } from "./firefox.ts";

export type Engine = "chromium" | "firefox";
/** Who offers first, and who answers. */
export type Cast = readonly [Engine, Engine];

export const casts: readonly Cast[] = (
  [
    ["chromium", "chromium"],
    ["firefox", "firefox"],
    ["chromium", "firefox"],
    ["firefox", "chromium"],
  ] as const
).filter((cast) => cast.every((engine) => (engine === "chromium" ? hasBrowser : hasFirefox)));

/** Of a server that is running. */
interface Room {
  /** Of its WebSocket. */
  url: string;
  room: string;
}

export interface Run {
  trace: Seen[];
  /** What the pages saw go wrong. */
  errors: string[];
  connected: string[];
}

export interface RightRun extends Run {
  seed: number;
  shape: string;
  did: string[];
  stable: boolean;
}

/** What a browser needs of its pages: they are opened, asked, and closed. */
interface Opener {
  open(): Promise<Tab>;
  close(): Promise<void>;
}

export class Stage {
  readonly #browsers = new Map<Engine, Promise<Opener>>();
  readonly #relay: Relay;
  readonly #harness: string;
  /** Tabs that nobody uses at the moment. */
  readonly #idle: Record<Engine, Tab[]> = { chromium: [], firefox: [] };

  static async open(): Promise<Stage> {
    const entry = new URL("../signals/pages/harness.js", import.meta.url).pathname;
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "iife", write: false });
    return new Stage(await Relay.open(), outputFiles[0]!.text);
  }

  private constructor(relay: Relay, harness: string) {
    this.#relay = relay;
    this.#harness = harness;
  }

  names(engine: Engine): Promise<string[]> {
    return this.#with(engine, (tab) => tab.evaluate("globalThis.wrongNames"));
  }

  /** With a server, their signals pass through a room there. */
  wrong(cast: Cast, name: string, server: Room | null = null): Promise<Run> {
    const [page, there] = [JSON.stringify(name), JSON.stringify(server)];
    return this.#play(cast, (far) => `negotiateWrongly(${page}, ${far}, ${there})`);
  }

  right(cast: Cast, seed: number, server: Room | null = null): Promise<RightRun> {
    const [engines, there] = [JSON.stringify(cast), JSON.stringify(server)];
    return this.#play(cast, (far) => `negotiateRightly(${seed}, ${engines}, ${far}, ${there})`);
  }

  /** What a browser answers to an offer that another stack wrote; rejects if it refuses it. */
  answer(engine: Engine, sdp: string): Promise<string> {
    return this.#with(engine, (tab) =>
      tab.evaluate<string>(`(async () => {
        const pc = new RTCPeerConnection();
        try {
          await pc.setRemoteDescription({ type: "offer", sdp: ${JSON.stringify(sdp)} });
          await pc.setLocalDescription();
          return pc.localDescription.sdp;
        } finally {
          pc.close();
        }
      })()`),
    );
  }

  async close(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.values());
    for (const browser of browsers) if (browser.status === "fulfilled") await browser.value.close();
    await this.#relay.close();
  }

  #play<T>([first, second]: Cast, call: (far: string) => string): Promise<T> {
    return this.#with(first, async (tab) => {
      if (first === second) return tab.evaluate<T>(call("null"));
      const url = JSON.stringify(this.#relay.meeting());
      return this.#with(second, async (other) => {
        const served = other.evaluate(`serveFar(${url})`);
        const [played] = await Promise.all([tab.evaluate<T>(call(url)), served]);
        return played;
      });
    });
  }

  async #with<T>(engine: Engine, use: (tab: Tab) => Promise<T>): Promise<T> {
    const tab = this.#idle[engine].pop() ?? (await this.#open(engine));
    try {
      return await use(tab);
    } finally {
      this.#idle[engine].push(tab);
    }
  }

  async #open(engine: Engine): Promise<Tab> {
    let browser = this.#browsers.get(engine);
    if (!browser) {
      browser = engine === "firefox" ? Firefox.launch() : openChromium();
      this.#browsers.set(engine, browser);
    }
    const tab = await (await browser).open();
    await tab.evaluate(`(() => {${this.#harness}})()`);
    return tab;
  }
}

async function openChromium(): Promise<Opener> {
  const browser: Browser = await launchBrowser();
  return {
    async open() {
      const page = await browser.newPage();
      return {
        evaluate: <T>(expression: string): Promise<T> => page.evaluate(expression) as Promise<T>,
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** Hands what one socket of a meeting says to the other, also what was said before that one came. */
class Relay {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #meetings = new Map<string, { sockets: WebSocket[]; early: string[] }>();
  #count = 0;

  static async open(): Promise<Relay> {
    const http = createServer();
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    return new Relay(http);
  }

  private constructor(http: Server) {
    this.#http = http;
    this.#sockets = new WebSocketServer({ server: http });
    this.#sockets.on("connection", (socket, { url }) => this.#join(url!, socket));
  }

  meeting(): string {
    const path = `/${++this.#count}`;
    this.#meetings.set(path, { sockets: [], early: [] });
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}${path}`;
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#http.close();
    await once(this.#http, "close");
  }

  #join(path: string, socket: WebSocket): void {
    const meeting = this.#meetings.get(path);
    if (!meeting) {
      socket.close();
      return;
    }
    const { sockets, early } = meeting;
    sockets.push(socket);
    for (const text of early.splice(0)) socket.send(text);
    const otherThan = (): WebSocket | undefined => sockets.find((one) => one !== socket);
    socket.on("message", (data) => {
      const other = otherThan();
      if (other) other.send(String(data));
      else early.push(String(data));
    });
    socket.on("close", () => {
      otherThan()?.close();
      this.#meetings.delete(path);
    });
  }
}
