// What the server asks of a log; pino's loggers fit.

type Write = (fields: object, message: string) => void;

export interface Log {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
}

const nothing: Write = () => {};

export const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
