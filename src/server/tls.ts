// The certificate and its key: read from files, and read again when these change.
import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Server } from "node:https";
import { createSecureContext, type SecureContextOptions } from "node:tls";
import type { Log } from "./log.ts";

export interface TlsFiles {
  cert: string;
  key: string;
}

export interface Tls {
  files: TlsFiles;
  options: SecureContextOptions;
}

/** What is wrong with the files, in words for who named them. */
export class TlsError extends Error {
  override readonly name = "TlsError";
}

/** Rejects with a TlsError. */
export async function loadTls(files: TlsFiles): Promise<Tls> {
  const [cert, key] = await Promise.all([
    read(files.cert, "certificate", "--tls-cert FILE"),
    read(files.key, "key", "--tls-key FILE"),
  ]);
  const options: SecureContextOptions = { cert, key, minVersion: "TLSv1.2" };
  try {
    createSecureContext(options);
  } catch (error) {
    throw new TlsError(
      `The certificate ${files.cert} and the key ${files.key} can't be used together: ${(error as Error).message}. Both must be PEM files, and the key that of the certificate.`,
    );
  }
  return { files, options };
}

async function read(file: string, what: string, flag: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw new TlsError(`The ${what} ${file} can't be read: ${why}. Name one that can: ${flag}`);
  }
}

/** By looking: links that are turned to other files are noticed too, as programs that renew certificates make them. */
const LOOK_MS = 2_000;

/**
 * New connections get what is in the files now. While these are no good, or the new one of only one of them is there, the
 * server goes on with what it has.
 */
export function followTls({ files }: Tls, server: Server, log: Log, lookMs = LOOK_MS): () => void {
  const reload = async (): Promise<void> => {
    try {
      const { options } = await loadTls(files);
      server.setSecureContext(options);
      log.info({ cert: files.cert }, "the certificate was read again");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.error({ cert: files.cert, why }, "the new certificate is no good, the old one stays");
    }
  };
  const stops = [files.cert, files.key].map((file) => {
    const onChange = (): void => void reload();
    watchFile(file, { interval: lookMs, persistent: false }, onChange);
    return () => unwatchFile(file, onChange);
  });
  return () => {
    for (const stop of stops) stop();
  };
}
