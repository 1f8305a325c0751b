// The whole table against one server, beside a conversation of two that must notice nothing of it.
import { openSocket } from "../../support/socket.ts";
import { fields } from "./fields.ts";
import { framesFor } from "./frames.ts";
import { handshakes } from "./handshakes.ts";
import { httpRows } from "./http.ts";
import { messages } from "./messages.ts";
import { reactToFrames, reactToHttp, reactToMessage, type Seen } from "./react.ts";
import { inWords, type Reaction } from "./row.ts";

export interface Target {
  port: number;
  ws: string;
  adminToken: string;
}

export interface Part {
  name: string;
  rows: { title: string; reaction: Reaction; react(port: number): Promise<Seen> }[];
}

/** Raw frames and handshakes, JSON and protocol, HTTP and admin. */
export const partsOf = (adminToken: string, takingTurns: boolean): [Part, Part, Part] => [
  {
    name: "frames and handshakes",
    rows: [
      ...framesFor(takingTurns).map((row) => ({ ...row, react: (port: number) => reactToFrames(port, row) })),
      ...handshakes.map((row) => ({ ...row, react: (port: number) => reactToHttp(port, row) })),
    ],
  },
  {
    name: "messages",
    rows: [...messages, ...fields].map((row) => ({
      ...row,
      react: (port: number) => reactToMessage(port, row),
    })),
  },
  {
    name: "HTTP",
    rows: httpRows(adminToken).map((row) => ({ ...row, react: (port: number) => reactToHttp(port, row) })),
  },
];

/** Null where it is the right one. */
export function difference(expected: Reaction, { reaction, paths = [] }: Seen): string | null {
  const seen = `${inWords(reaction)} ${paths.join(", ")}`.trim();
  const right =
    typeof expected === "string" || typeof reaction === "string"
      ? expected === reaction
      : Object.entries(expected).every(
          ([name, value]) =>
            value === undefined ||
            (name === "path"
              ? paths.some((path) => path === value || path.startsWith(`${value}/`))
              : (reaction as Record<string, unknown>)[name] === value),
        );
  return right ? null : `${inWords(expected)} is right, ${seen} came`;
}

/** Two who talk to each other until they are asked what they have seen. */
export async function converse({ ws }: Target) {
  const [ada, bob] = [await openSocket(ws), await openSocket(ws)];
  await ada.ask({ type: "join", room: "healthy" });
  await bob.ask({ type: "join", room: "healthy" });
  let talking = true;
  let rounds = 0;
  const disturbances: string[] = [];
  const talk = (async () => {
    while (talking) {
      const reply = await ada.ask({ type: "publish", room: "healthy", event: "tick", data: rounds });
      if (reply.type !== "ok") disturbances.push(JSON.stringify(reply));
      const { data } = await bob.next("message");
      if (data !== rounds) disturbances.push(`${data} in place of ${rounds}`);
      rounds++;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })().catch((error: Error) => disturbances.push(error.message));
  return {
    async end(): Promise<{ rounds: number; disturbances: string[] }> {
      talking = false;
      await talk;
      const unread = [...ada.unread(), ...bob.unread()].map(({ type }) => type);
      disturbances.push(...unread.filter((type) => type !== "welcome" && type !== "member.joined"));
      for (const each of [ada, bob]) each.ws.close(1000);
      return { rounds, disturbances };
    },
  };
}
