// The live part of completion: rooms and members of the server that a line means. Whatever goes wrong, there are none.
import { performance } from "node:perf_hooks";
import { isReadable } from "../client/readable.ts";
import type { Reply } from "../protocol/requests.ts";
import { type Candidate, candidates, type Line } from "./completion.ts";
import { applyContext } from "./context.ts";
import { openApi } from "./http.ts";
import { adminToken, adminUrl, type ServerOptions } from "./options.ts";
import { inertLine } from "./output.ts";
import { createProgram } from "./program.ts";

const BUDGET_MS = 300;
const MOST_PAGES = 20;
const LONGEST = 64;

/** `__complete N WORD…`, as the scripts of the shells call it. */
export async function printCandidates([count = "", ...words]: readonly string[]): Promise<void> {
  const all = [...words, ...(words.length < Number(count) ? [""] : [])];
  const found = await candidates(createProgram(), all, ask).catch(() => []);
  const lines = found.map(({ value, about }) => `${inertLine(value)}\t${firstSentence(inertLine(about))}\n`);
  process.stdout.write(lines.join(""));
}

/** Lists are read at a glance. */
function firstSentence(text: string): string {
  const sentence = text.split(/[;(]/)[0]!.trim();
  return sentence.length <= LONGEST ? sentence : `${sentence.slice(0, LONGEST).replace(/,? \S*$/, "")} …`;
}

async function ask(line: Line, what: "rooms" | "members"): Promise<Candidate[]> {
  try {
    const api = apiOf(line);
    return what === "rooms" ? await rooms(api, line.current) : await members(api, line.operands[0]!);
  } catch {
    return [];
  }
}

type Api = ReturnType<typeof openApi>;

function apiOf({ command, options }: Line): Api {
  command.parseOptions(options);
  for (const option of command.options) {
    const text = option.envVar === undefined ? undefined : process.env[option.envVar];
    if (!text || command.getOptionValueSource(option.attributeName()) === "cli") continue;
    command.setOptionValueWithSource(option.attributeName(), text, "env");
  }
  applyContext(command);
  const { ns } = command.opts<ServerOptions>();
  const signal = AbortSignal.timeout(BUDGET_MS);
  return openApi({ url: adminUrl(command), ns, token: adminToken(command), signal });
}

/** Page by page until time is up: what has come by then is shown. */
async function rooms(api: Api, current: string): Promise<Candidate[]> {
  const found: Candidate[] = [];
  const since = performance.now();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && performance.now() - since < BUDGET_MS; page++) {
    const answer = await api.get<Reply<"rooms">>("/rooms", isReadable.page, { cursor }).catch(() => null);
    if (answer === null) break;
    for (const { room, members, capacity, status } of answer.rooms) {
      if (room.startsWith(current)) found.push({ value: room, about: `${members}/${capacity} ${status}` });
    }
    cursor = answer.next;
    if (cursor === undefined) break;
  }
  return found.sort((a, b) => (a.value < b.value ? -1 : 1));
}

async function members(api: Api, room: string): Promise<Candidate[]> {
  const answer = await api.get<Reply<"room">>(`/rooms/${encodeURIComponent(room)}`, isReadable.room);
  return answer.members.map(({ peer, name }) => ({ value: peer, about: name }));
}
