// The one who does nothing wrong, and must not notice what is done to the others.
import { type Client, connect } from "../../src/client/node.ts";
import type { Report } from "./run.ts";
import { sleep } from "./server.ts";

const EVERY_MS = 200;
const WITHIN_MS = 5_000;

export class Control {
  readonly #client: Client;
  readonly #said: Promise<void>;
  #stopped = false;
  #rounds = 0;
  #disturbances = 0;
  #slowest = 0;

  private constructor(client: Client) {
    this.#client = client;
    client.on("state", () => {
      if (!this.#stopped) this.#disturbances++;
    });
    this.#said = this.#talk();
  }

  static async start(url: string, token?: string): Promise<Control> {
    return new Control(await connect({ url, name: "control", token, timeoutMs: WITHIN_MS }));
  }

  /** In a room of its own, whose messages must all come back, in order. */
  async #talk(): Promise<void> {
    const room = await this.#client.join("control", { create: { emptyTtl: 200 } });
    let heard = 0;
    room.on("message", ({ data }) => {
      const { n } = data as { n: number };
      if (n !== ++heard) this.#disturbances++;
    });
    while (!this.#stopped) {
      const started = performance.now();
      try {
        await room.publish({ n: ++this.#rounds }, { event: "beat", echo: true });
      } catch {
        this.#disturbances++;
      }
      this.#slowest = Math.max(this.#slowest, performance.now() - started);
      await sleep(EVERY_MS);
    }
    if (heard !== this.#rounds) this.#disturbances++;
  }

  async stop(): Promise<Undisturbed> {
    this.#stopped = true;
    await this.#said;
    await this.#client.close();
    return { rounds: this.#rounds, disturbances: this.#disturbances, slowestMs: this.#slowest };
  }
}

interface Undisturbed {
  rounds: number;
  disturbances: number;
  slowestMs: number;
}

export function tellControl(report: Report, { rounds, disturbances, slowestMs }: Undisturbed): void {
  report.try("rounds of the control", rounds);
  report.lose("disturbances of the control", disturbances);
  report.figure("slowest round of the control", Math.round(slowestMs), "ms");
}
