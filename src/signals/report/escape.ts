// What strangers wrote, made text and nothing else for who reads it: Markdown, XML, Mermaid.
import { safeText } from "../../protocol/safe-text.ts";

const entities = (text: string, which: RegExp): string =>
  text.replace(which, (sign) => `&#${sign.codePointAt(0)};`);

const PLAIN_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} _.:-]*[\p{L}\p{N}_.:-])?$/u;

/**
 * A name or an id. In code nothing is a mention, a link or a number of an issue; what is no plain name is written with
 * entities, which mean nothing to tables either.
 */
export function markdownCode(text: string): string {
  const safe = safeText(text);
  return PLAIN_NAME.test(safe) ? `\`${safe}\`` : `<code>${entities(safe, /[!-/:-@[-`{-~]/g)}</code>`;
}

/** A sentence. What would be a mention, an issue or a link is broken by a joiner that nobody sees. */
export const markdownText = (text: string): string =>
  entities(safeText(text), /[!"#$%&*<=>@[\\\]^_`{|}~]/g)
    .replace(/&#(?:64|35);/g, "$&&#8288;")
    .replaceAll("://", ":&#8288;//")
    .replace(/\b(www)\./gi, "$1&#8288;.");

/** For text and attributes. What XML 1.0 has no way to say is shown as `\u{…}`, like all that can't be seen. */
export const xmlText = (text: string): string =>
  safeText(text)
    .replace(/[\ufffe\uffff]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * Of Mermaid, whose entities have no ampersand: `#35;`. What would end a text, begin a comment, a directive, a formula or an
 * element is written so.
 */
export const mermaidText = (text: string): string =>
  safeText(text).replace(
    /["#$%&*;<=>?@[\\\]^`{|}~]|:(?! )|(?<=^(?:no)?wrap):/gi,
    (sign) => `#${sign.charCodeAt(0)};`,
  );
