// `rtrooms serve --verify`: looks at every record of a history that no server uses, changes nothing, and says what it found.

import { StoreError } from "../engines/embedded/store.ts";
import { safeText } from "../protocol/safe-text.ts";
import type { WholeConfig } from "./config/in-force.ts";
import { CliError } from "./exit.ts";
import { printJson, printLine } from "./output.ts";

export async function verifyHistory({ dataDir }: WholeConfig, { json }: { json?: boolean }): Promise<void> {
  const { verifyFolder } = await import("../engines/embedded/verify.ts");
  const walked = await verifyFolder(dataDir, (finding) => {
    if (json) printJson({ type: "finding", ...finding });
    else printLine(safeText(finding.message));
  }).catch((error: unknown) => {
    if (!(error instanceof StoreError)) throw error;
    throw new CliError({ exit: "error", code: `store_${error.code}`, message: error.message });
  });
  const { streams, records, findings } = walked;
  if (json) printJson({ type: "verified", ...walked });
  else
    printLine(
      `${records} records of ${streams} rooms and topics looked at, ${findings} found damaged or missing`,
    );
  if (findings === 0) return;
  throw new CliError({
    exit: "error",
    code: "store_damaged",
    message: `The history in ${dataDir} has ${findings} damaged or missing places.`,
    next: "Restore the folder from a backup, or go on: what is damaged is refused when it is read, and everything else is there.",
  });
}
