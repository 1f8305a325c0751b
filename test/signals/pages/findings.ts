// What is to be found in each page that is written wrong, in each pair of browsers.
import type { Strength } from "../../../src/signals/codes.ts";
import type { Trigger } from "../../../src/signals/triggers.ts";
import type { Cast } from "../../support/stage.ts";

export type Said = `${Strength} ${Trigger}`;
/** Who offers first and who answers: Chromium or Firefox. */
type Pair = "cc" | "ff" | "cf" | "fc";
/** In a pair that isn't named the page is right. */
type Row = Said | Partial<Record<Pair, Said>>;

const byOfferer = (chromium: Said, firefox: Said): Row => ({
  cc: chromium,
  cf: chromium,
  ff: firefox,
  fc: firefox,
});
const byAnswerer = (chromium: Said, firefox: Said): Row => ({
  cc: chromium,
  cf: firefox,
  ff: firefox,
  fc: chromium,
});
const all = (said: Said): Record<Pair, Said> => ({ cc: said, ff: said, cf: said, fc: said });
/** Who gets an offer has told nothing of itself yet: only the answer's receiver is known. */
const onceKnown = (said: Said, pair: Pair, known: Said): Row => ({ ...all(said), [pair]: known });

/** By the name of the page. */
export const pages: Record<string, Row> = {
  "both-polite": "sure glare-both-yielded",
  "both-impolite": "likely glare-unanswered",
  "offer-late": "likely candidate-early",
  "offer-not-sent": "likely candidates-alone",
  "sections-moved": "sure sections-differ",
  "section-cut-later": "sure section-removed",
  "mid-twice": "sure mid-twice",
  // Chromium refuses what Firefox offers with one codec: it has rtcp-fb lines of others.
  "codec-renamed": onceKnown("sure no-common-codec", "fc", "likely no-answer"),
  "direction-edited": "sure direction-impossible",
  "codecs-differ": onceKnown("likely section-rejected", "fc", "likely no-answer"),
  "track-after-answer": "hint one-way",
  "setup-edited": "sure setup-conflict",
  "no-fingerprint": "sure no-fingerprint",
  "fingerprint-lower": onceKnown("likely fingerprint-case", "fc", "sure fingerprint-case"),
  "plus-to-space": "sure bad-credentials",
  "old-credentials-back": byAnswerer("likely restart-not-answered", "sure restart-not-answered"),
  "ufrag-edited-in-answer": byOfferer("likely restart-by-answer", "sure restart-by-answer"),
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
  "no-sctp-port": onceKnown("likely no-sctp-port", "fc", "sure no-sctp-port"),
  "rid-removed": "likely rid-missing",
  "no-group-in-answer": "likely answer-unbundled",
  "json-twice": "sure text-damaged",
  "sdp-trimmed": onceKnown("likely text-trimmed", "cf", "sure text-trimmed"),
  "first-offer-again": "sure version-lower",
  "remote-sent-back": "sure own-description",
  "offer-of-nothing": "sure no-sections",
  "mid-audio": "sure mid-unknown",
  "only-the-text": "likely no-place",
  "object-as-text": "sure no-candidate-text",
  "page-reloaded": "sure answered-by-the-old",
  "reloaded-with-other-sections": "likely unanswered-by-the-old",
  "offers-in-a-row": "likely offer-again",
  "one-for-two": "likely one-connection-for-two",
  "candidates-to-the-newest": "sure candidate-of-another",
  "type-differs": "likely type-differs",
  "setup-removed": "likely no-setup",
  "setup-removed-later": byAnswerer("hint no-setup", "sure no-setup"),
  "key-edited-later": byAnswerer("sure fingerprint-changed", "hint fingerprint-changed"),
  "no-ufrag": "sure no-credentials",
  // Firefox can't send one: its page throws, and answers nothing.
  pranswer: { fc: "sure pranswer-to-firefox", cf: "likely no-answer", ff: "likely no-answer" },
  "restart-by-the-other": { fc: "sure role-changed", ff: "hint role-changed" },
  "bundle-regrown": "sure bundle-not-offered",
  "exchange-differs": "sure answer-of-no-exchange",
  "for-itself": "sure to-itself",
  "offer-twice": "hint offer-again",
  "answers-late": "hint late-answer",
  // Chromium found none in this place.
  "only-tcp": { ff: "hint only-active-tcp" },
};

/** What is to be found with this one first and that one second; null: the page is right there. */
export function expectedOf(row: Row, cast: Cast): Said | null {
  const pair = cast.map((engine) => engine[0]).join("") as Pair;
  return typeof row === "string" ? row : (row[pair] ?? null);
}
