// What the client throws when there is no server to say no: it never got there, or was sent away.

/** No connection. `code` and `reason` are the close's, where there was one; the server's own refusals are RtErrors. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";
  readonly url: string;
  readonly code: number | undefined;
  readonly reason: string | undefined;

  constructor(message: string, more: { url: string; code?: number; reason?: string }) {
    super(message);
    this.url = more.url;
    this.code = more.code;
    this.reason = more.reason;
  }
}
