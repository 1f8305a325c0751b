// News of one room as they happen, for a command that waits for it: a watch of the lobby that finds the server when it comes.
import type { Client } from "../client/connect.ts";
import type { RoomView } from "../protocol/shapes.ts";
import { endSoon } from "./connection.ts";
import { connectTrusting } from "./socket.ts";

interface Setting {
  url: string;
  ns?: string;
  token: () => string | undefined;
  room: string;
}

/** `null`: look yourself. The room has gone, or can't be seen in a list any more, or something may have been missed. */
export type Heard = (view: RoomView | null) => void;

export class RoomNews {
  readonly #setting: Setting;
  readonly #heard: Heard;
  #client: Client | null = null;
  #opening = false;
  #closed = false;
  #following = false;

  constructor(setting: Setting, heard: Heard) {
    this.#setting = setting;
    this.#heard = heard;
  }

  get following(): boolean {
    return this.#following;
  }

  /** Tries to connect unless it has. Nobody is told of a failure: who asks over HTTP hears why. */
  async open(): Promise<void> {
    if (this.#client || this.#opening || this.#closed) return;
    this.#opening = true;
    const { url, ns, token } = this.#setting;
    const client = await connectTrusting({ url, namespace: ns, token }).catch(() => null);
    this.#opening = false;
    if (!client) return;
    if (this.#closed) return void client.close();
    this.#client = client;
    client.on("event", (event) => {
      const { room } = this.#setting;
      if ((event.type === "lobby.added" || event.type === "lobby.updated") && event.view.room === room) {
        this.#heard(event.view);
      }
      if (event.type === "lobby.removed" && event.room === room) this.#heard(null);
    });
    client.on("state", ({ state }) => {
      this.#following = false;
      if (state === "open") void this.#watch(client);
    });
    await this.#watch(client);
  }

  /** What has changed before the answer is in no event. */
  async #watch(client: Client): Promise<void> {
    try {
      await client.request("lobby.watch", {});
      this.#following = true;
      this.#heard(null);
    } catch {
      // The connection is lost again, or the server won't tell: looking goes on.
    }
  }

  close(): void {
    this.#closed = true;
    void this.#client?.close();
    endSoon();
  }
}
