// R6: texts that mean harm in names, messages, errors and close reasons; what a real terminal gets of them must be text only.
import { safeText } from "../../../src/protocol/safe-text.ts";
import { foreignIn, payloads } from "../../security/payloads.ts";
import { runSeed, SeededRandom } from "../../support/seeded-random.ts";
import type { ChaosRun } from "../run.ts";

const TEXTS = { small: 5_000, full: 1_000_000 };
const LONGEST_TEXT = 24;

export const run: ChaosRun = {
  row: "R6",
  title: "texts that mean harm to a terminal",
  suites: ["test/security/terminal.test.ts"],
  async run(size, report) {
    const random = new SeededRandom(size === "small" ? 6 : runSeed());
    const any = (most: number): number => random.below(most);
    const part = (): string => {
      const payload = payloads[any(payloads.length)]!.text;
      return any(2) === 0 ? payload.slice(0, any(LONGEST_TEXT)) : String.fromCodePoint(any(0x11_0000));
    };
    let seen = 0;
    let raw = 0;
    for (let each = 0; each < TEXTS[size]; each++) {
      const text = Array.from({ length: 1 + any(4) }, part).join("");
      if (foreignIn(text)) raw++;
      const found = foreignIn(safeText(text));
      if (found && seen++ < 5)
        report.fail(`seed ${random.seed}: ${JSON.stringify(text)} came out as ${found}`);
    }
    report.try("random texts", TEXTS[size]);
    report.lose("control signs that came through", seen);
    report.control("control signs in the texts as they were", raw);
  },
};
