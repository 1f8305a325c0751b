// Texts as people write them, for property tests: wide signs, pictures of several parts, marks, isolates and plain letters.
import fc from "fast-check";

const signs = ["a", "Z", "7", " ", "─", "█", "日", "ｶ", "é", "e\u0301", "👩‍👩‍👧", "❤️", "🇩🇪", "⚠", "…"];

/** Inert text without what is written from right to left. */
export const texts = (maxLength = 12) => fc.string({ unit: fc.constantFrom(...signs), maxLength });

/** As names are put into lines: some of them set apart from what is around them. */
export const namesAndTexts = (maxLength = 12) =>
  fc.oneof(
    texts(maxLength),
    texts(4).map((text) => `${text}\u2068שלום\u2069`),
  );
