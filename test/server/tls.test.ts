// HTTPS and secure WebSockets: a certificate of one's own, read again when it changes, and kept where the new one is no good.
import { copyFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { serve } from "../../src/serve.ts";
import { silent } from "../../src/server/log.ts";
import { followTls, loadTls, TlsError } from "../../src/server/tls.ts";
import { makeCertificate } from "../support/certificate.ts";
import { openSocket } from "../support/socket.ts";
import { tempDir } from "../support/temp-dir.ts";

/** Whose certificate is shown there now. */
const shownAt = (port: number, options = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket: TLSSocket = connect(
      { port, host: "127.0.0.1", rejectUnauthorized: false, ...options },
      () => {
        resolve(socket.getPeerCertificate().subject.CN as string);
        socket.destroy();
      },
    );
    socket.on("error", reject);
  });

describe("a server with a certificate", () => {
  it("speaks https and wss, from TLS 1.2 on", async () => {
    const tls = makeCertificate(tempDir());
    const server = await serve({ port: 0, tls });
    onTestFinished(() => server.stop());
    expect([server.url, server.ws]).toEqual([
      `https://127.0.0.1:${server.port}`,
      `wss://127.0.0.1:${server.port}/ws`,
    ]);
    const { ca } = { ca: (await loadTls(tls)).options.cert as Buffer };
    const status = await new Promise((resolve, reject) =>
      request(`${server.url}/healthz`, { ca, agent: false }, ({ statusCode }) => resolve(statusCode))
        .on("error", reject)
        .end(),
    );
    expect(status).toBe(200);
    const socket = await openSocket(server.ws, ["rtrooms.v1"], { ca });
    expect(await socket.ask({ type: "hello" })).toMatchObject({ type: "ok" });
    socket.ws.close();
    expect(await shownAt(server.port, { maxVersion: "TLSv1.2" })).toBe("server");
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" };
    await expect(shownAt(server.port, old)).rejects.toThrow();
  });

  it("shows the new one once the files have changed, and the old one while they are no good", async () => {
    const folder = tempDir();
    const files = makeCertificate(folder, "first");
    const next = makeCertificate(folder, "second");
    const tls = await loadTls(files);
    const server = createServer(tls.options);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const told: string[] = [];
    const log = { ...silent, info: () => told.push("new"), error: () => told.push("old") };
    const stop = followTls(tls, server, log, 20);
    onTestFinished(() => {
      stop();
      server.close();
    });
    const change = async (act: () => void, what: string): Promise<string> => {
      told.length = 0;
      act();
      await expect.poll(() => told, { timeout: 10_000 }).toContain(what);
      return shownAt(port);
    };
    expect(await shownAt(port)).toBe("first");
    expect(await change(() => writeFileSync(files.cert, "no certificate"), "old")).toBe("first");
    expect(await change(() => copyFileSync(next.cert, files.cert), "old")).toBe("first");
    expect(await change(() => copyFileSync(next.key, files.key), "new")).toBe("second");
  });

  it.each([
    [
      "is not there",
      (files: { cert: string; key: string }) => ({ ...files, cert: "/nowhere.pem" }),
      "no such file",
    ],
    [
      "is no certificate",
      (files: { cert: string; key: string }) => ({ ...files, cert: files.key }),
      "together",
    ],
  ])("does not start with one that %s", async (_, spoil, why) => {
    const files = spoil(makeCertificate(tempDir()));
    await expect(serve({ port: 0, tls: files })).rejects.toThrow(TlsError);
    await expect(loadTls(files)).rejects.toThrow(why);
  });
});
