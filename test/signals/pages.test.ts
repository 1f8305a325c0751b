// Real pages in a real browser: those that are written wrong get their finding, those that are right get none that is sure.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Strength } from "../../src/signals/codes.ts";
import type { Finding } from "../../src/signals/ledger.ts";
import { type Seen, Tracker } from "../../src/signals/tracker.ts";
import type { Trigger } from "../../src/signals/triggers.ts";
import { hasBrowser, launchBrowser } from "../support/browser.ts";

interface Run {
  trace: Seen[];
  errors: string[];
  stable?: boolean;
}

declare global {
  var negotiateWrongly: (name: string) => Promise<Run>;
  var negotiateRightly: (seed: number) => Promise<Run>;
  var wrongNames: string[];
}

const pages: Record<string, `${Strength} ${Trigger}`> = {
  "both-polite": "sure glare-both-yielded",
  "both-impolite": "likely glare-unanswered",
  "offer-late": "likely candidate-early",
  "offer-not-sent": "likely candidates-alone",
  "sections-moved": "sure sections-differ",
  "section-cut-later": "sure section-removed",
  "mid-twice": "sure mid-twice",
  "codec-renamed": "sure no-common-codec",
  "direction-edited": "sure direction-impossible",
  "codecs-differ": "likely section-rejected",
  "track-after-answer": "hint one-way",
  "setup-edited": "sure setup-conflict",
  "no-fingerprint": "sure no-fingerprint",
  // The other page has told nothing of itself yet when the offer comes: Firefox would refuse it.
  "fingerprint-lower": "likely fingerprint-case",
  "plus-to-space": "sure bad-credentials",
  "old-credentials-back": "likely restart-not-answered",
  "ufrag-edited-in-answer": "likely restart-by-answer",
  "candidates-of-the-closed": "likely unknown-generation",
  "no-candidates": "likely no-candidates",
  "before-it-joined": "sure no-such-peer",
  "answer-twice": "sure answer-unexpected",
  "always-answer": "sure answer-unexpected",
  "no-handler": "likely no-answer",
  "section-cut-group-kept": "sure bundle-mid-missing",
  "no-rtcp-mux": "sure no-rtcp-mux",
  "extension-edited": "sure extension-twice",
  "rtpmap-added": "likely payload-twice",
  "no-sctp-port": "likely no-sctp-port",
  "rid-removed": "likely rid-missing",
  "no-group-in-answer": "likely answer-unbundled",
  "json-twice": "sure text-damaged",
  "sdp-trimmed": "likely text-trimmed",
  "first-offer-again": "sure version-lower",
  "remote-sent-back": "sure own-description",
  "offer-of-nothing": "sure no-sections",
  "mid-audio": "sure mid-unknown",
  "only-the-text": "likely no-place",
  "object-as-text": "sure no-candidate-text",
  "page-reloaded": "sure answered-by-the-old",
  "offers-in-a-row": "likely offer-again",
  "one-for-two": "likely one-connection-for-two",
  "candidates-to-the-newest": "sure candidate-of-another",
  "type-differs": "likely type-differs",
};

/** As a server would: each signal when it came, the time between them, and a while after the last one. */
function findingsOf({ trace }: Run): Finding[] {
  const tracker = new Tracker();
  let clock = 0;
  const until = (time: number): void => {
    for (; clock + 1_000 <= time; clock += 1_000) tracker.tick(clock + 1_000);
  };
  for (const seen of trace) {
    until(seen.time);
    tracker.take(seen);
  }
  until(clock + 50_000);
  return [...tracker.exchanges.values()].flatMap(({ ledger }) => ledger.counted);
}

const words = ({ strength, trigger }: Finding): string => `${strength} ${trigger}`;

describe.skipIf(!hasBrowser)("in Chromium", () => {
  let browser: Browser;
  let page: Page;

  const open = async (): Promise<Page> => {
    const opened = await browser.newPage();
    await opened.goto("about:blank");
    await opened.addScriptTag({ path: new URL("pages/harness.js", import.meta.url).pathname });
    return opened;
  };
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await open();
  });
  let right = 0;
  afterAll(async () => {
    await browser?.close();
    // Else nothing would have been looked at.
    expect(right).toBeGreaterThan(SEEDS.length / 3);
  });

  it("every page that is written wrong is in the table", async () => {
    expect(await page.evaluate(() => globalThis.wrongNames)).toEqual(Object.keys(pages));
  });

  it.concurrent.each(Object.entries(pages))("the page %s gets: %s", async (name, expected) => {
    const own = await open();
    const found = findingsOf(await own.evaluate((which) => globalThis.negotiateWrongly(which), name));
    await own.close();
    const said = found.map(words);
    expect(said).toContain(expected);
    const others = said.filter((one) => one.startsWith("sure") && one !== expected);
    // What a second offer does to its answer is refused for what it is.
    expect(others).toEqual(name === "offers-in-a-row" ? ["sure sections-differ"] : []);
  });

  const SEEDS = Array.from({ length: 24 }, (_, at) => at + 1);

  it.concurrent.each(SEEDS)("two right pages get nothing sure: seed %i", async (seed) => {
    const own = await open();
    const run = await own.evaluate((number) => globalThis.negotiateRightly(number), seed);
    await own.close();
    // Browsers have faults of their own; those are true, and reported.
    if (run.errors.length > 0 || !run.stable) return;
    right++;
    expect(findingsOf(run).filter(({ strength }) => strength === "sure")).toEqual([]);
  });
});
