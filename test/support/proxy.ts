// A TCP proxy that can be told to fail as networks do: to cut what goes through it, or to fall silent.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy {
  url: string;
  /** Connections end at once, and none can be made. */
  cut(): void;
  /** Connections stay and nothing comes through, in either direction; new ones meet the same silence. */
  silence(): void;
  /** What is left of the time before is gone, as after a long silence; new connections go through. */
  restore(): void;
  close(): Promise<void>;
}

export async function startProxy(port: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let state: "open" | "cut" | "silent" = "open";
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
  };
  const dropAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((near) => {
    keep(near);
    if (state === "cut") near.resetAndDestroy();
    if (state !== "open") return;
    const far = connect(port, "127.0.0.1");
    keep(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (bytes) => {
        if (state === "open") to.write(bytes);
      });
      from.on("close", () => {
        if (state === "open") to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = "cut";
      dropAll();
    },
    silence() {
      state = "silent";
    },
    restore() {
      dropAll();
      state = "open";
    },
    async close() {
      dropAll();
      server.close();
      await once(server, "close");
    },
  };
}
