// Words for the exit codes of the commands.
import type { Table } from "./words.ts";

export const exitWords: Readonly<Record<string, { means: string } & Table[string]>> = {
  ok: {
    means: "It is done.",
    why: "Everything that was asked for has happened.",
    advice: "Nothing.",
    retry: "Not needed.",
    example: "npx rtrooms stats && echo fine",
  },
  error: {
    means: "Something failed.",
    why: "The server refused, the store can't be used, or there is a mistake in the program.",
    advice: "The message says what, and `--json` has a `code` in it: rtrooms explain CODE.",
    retry: "As the code says.",
    example: "npx rtrooms serve   # port 7420 is taken",
  },
  usage: {
    means: "The command can't be understood, or its configuration has a mistake.",
    why: "An option is unknown or has a value that doesn't fit.",
    advice: "See: rtrooms COMMAND --help.",
    retry: "With other options.",
    example: "npx rtrooms serve --prot 80",
  },
  unreachable: {
    means: "No server answers, or it is gone for good.",
    why: "None runs at this address, or a firewall is in between.",
    advice: "Start one: npx rtrooms serve; or say where one is: --url http://HOST:PORT.",
    retry: "When there is one.",
    example: "npx rtrooms stats --url http://127.0.0.1:1",
  },
  unauthorized: {
    means: "A token or a password is missing or wrong.",
    why: "The server knows what was asked for and doesn't do it for everybody.",
    advice: "Give one: --token-file FILE, RTROOMS_TOKEN, --password.",
    retry: "With another token.",
    example: "npx rtrooms rooms close lobby --url https://rooms.example.org",
  },
  not_found: {
    means: "What was asked for is not there.",
    why: "There is no such room, peer, namespace or code.",
    advice: "See what is there: npx rtrooms rooms.",
    retry: "Once it is there.",
    example: "npx rtrooms rooms get no-such-room",
  },
  unmet: {
    means: "The condition is false, or time is up.",
    why: "`check`, `wait` or `--until` asked for something that is not so.",
    advice: "For scripts: that is the answer.",
    retry: "With a longer --timeout.",
    example: "npx rtrooms join --match duel --until room.started --timeout 30s",
  },
  SIGHUP: {
    means: "The terminal was closed.",
    why: "The process got SIGHUP.",
    advice: "Run what should stay under a supervisor.",
    retry: "As you like.",
    example: "Closing the window.",
  },
  SIGINT: {
    means: "Ctrl-C.",
    why: "Somebody interrupted it; `serve` ends with it only when it is interrupted twice.",
    advice: "Nothing.",
    retry: "As you like.",
    example: "Ctrl-C",
  },
  SIGTERM: {
    means: "It was told to end.",
    why: "The process got SIGTERM; `serve` ends with it only when it gets a second one before it has drained.",
    advice: "Give `serve` 25 s before the second.",
    retry: "As you like.",
    example: "TimeoutStopSec=25",
  },
};
