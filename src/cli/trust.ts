// Whose certificates a command believes, besides those that Node does: a server's own, signed by nobody else.
import { readFileSync } from "node:fs";
import { usageError } from "./exit.ts";

let authority: string | undefined;

/** For the rest of this process. NODE_EXTRA_CA_CERTS does the same without being asked. */
export function trust(file: string): void {
  authority = read(file);
}

/** For a TLS connection. What Node believes by itself is loaded with the first that is told more than that. */
export async function trusted(): Promise<{ ca?: string[] }> {
  if (authority === undefined) return {};
  const { rootCertificates } = await import("node:tls");
  return { ca: [...rootCertificates, authority] };
}

function read(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw usageError(`The certificate ${file} can't be read: ${why}.`, "Name one that can: --ca FILE");
  }
  throw usageError(
    `${file} is no certificate in PEM.`,
    "Name the server's certificate, or that of who signed it: --ca FILE",
  );
}
