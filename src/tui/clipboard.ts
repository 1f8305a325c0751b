// Text to the terminal's clipboard, by a sequence that terminals may ignore and that goes through ssh and tmux.

/** What terminals take at least. */
const MOST = 74_000;

export function copyToClipboard(text: string): void {
  const encoded = Buffer.from(text).toString("base64");
  if (encoded.length <= MOST) process.stdout.write(`\u001b]52;c;${encoded}\u0007`);
}
