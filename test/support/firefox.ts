// A real Firefox: the Debian package, headless, driven by WebDriver BiDi; suites that need it are skipped where it is missing.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";

const EXECUTABLE = "/usr/bin/firefox-esr";

const ENDED = "Firefox has ended.";

export const hasFirefox = existsSync(EXECUTABLE);

/** What lets two connections meet on this machine without a camera, and keeps the browser from talking to others. */
const PREFERENCES = {
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  "media.navigator.streams.fake": true,
  "media.autoplay.default": 0,
  // The codec that Firefox fetches for H264.
  "media.gmp-manager.updateEnabled": false,
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.push.connection.enabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false,
  // Tabs that nobody looks at would be slowed down.
  "dom.min_background_timeout_value": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
};

interface Evaluated {
  type: "success" | "exception";
  result: { value?: string };
  exceptionDetails?: { text: string };
}

export interface Tab {
  /** Of an expression that gives a value, or a promise of one, that JSON can carry. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

export class Firefox {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  #count = 0;

  static async launch(): Promise<Firefox> {
    const folder = await mkdtemp(join(tmpdir(), "rtrooms-firefox-"));
    const lines = Object.entries(PREFERENCES).map(
      (pair) => `user_pref(${pair.map((one) => JSON.stringify(one)).join(", ")});`,
    );
    await writeFile(join(folder, "user.js"), lines.join("\n"));
    const args = [
      "--headless",
      "--no-remote",
      "--profile",
      folder,
      "--remote-debugging-port=0",
      "about:blank",
    ];
    const child = spawn(EXECUTABLE, args, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, HOME: folder, MOZ_CRASHREPORTER_DISABLE: "1" },
    });
    try {
      const socket = new WebSocket(`${await addressOf(child)}/session`, { perMessageDeflate: false });
      await once(socket, "open");
      const firefox = new Firefox(child, folder, socket);
      await firefox.#call("session.new", { capabilities: {} });
      return firefox;
    } catch (error) {
      child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(child: ChildProcess, folder: string, socket: WebSocket) {
    this.#process = child;
    this.#gone = ended(child);
    this.#folder = folder;
    this.#socket = socket;
    socket.on("message", (data) => {
      const { id, result, error, message } = JSON.parse(String(data));
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(`${error}: ${message}`));
      else waiting?.resolve(result);
    });
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(ENDED));
    });
  }

  async open(): Promise<Tab> {
    const { context } = await this.#call<{ context: string }>("browsingContext.create", { type: "window" });
    return {
      evaluate: async <T>(expression: string): Promise<T> => {
        const evaluated = await this.#call<Evaluated>("script.evaluate", {
          target: { context },
          awaitPromise: true,
          expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
        });
        if (evaluated.type === "exception") throw new Error(evaluated.exceptionDetails!.text);
        return JSON.parse(evaluated.result.value!) as T;
      },
      close: async () => void (await this.#call("browsingContext.close", { context })),
    };
  }

  get pid(): number {
    return this.#process.pid!;
  }

  async close(): Promise<void> {
    await this.#call("browser.close", {}).catch(() => this.#process.kill("SIGKILL"));
    await this.#gone;
    // Its other processes may still write for a moment.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  #call<T = unknown>(method: string, params: object): Promise<T> {
    const id = ++this.#count;
    return new Promise<T>((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) throw new Error(ENDED);
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
};

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stderr! })) {
    const address = /listening on (ws:\S+)/.exec(line);
    if (!address) continue;
    child.stderr!.resume();
    return address[1]!;
  }
  throw new Error("Firefox ended before it listened.");
}
