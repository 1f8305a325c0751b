// Certificates for tests, made when they are needed: each signed by itself, for this machine.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export interface Certificate {
  cert: string;
  key: string;
}

/** Writes both files into the folder, over those of the same name that are there. */
export function makeCertificate(folder: string, name = "server"): Certificate {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  execFileSync(
    "openssl",
    [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
      ...["-keyout", files.key, "-out", files.cert, "-subj", `/CN=${name}`],
      ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ],
    { stdio: "ignore" },
  );
  return files;
}
