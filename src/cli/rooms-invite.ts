// What `rooms invite` does: shows a room's invite code, which it makes where there is none, and what a guest types or opens.
import { isReadable } from "../client/readable.ts";
import type { Reply } from "../protocol/requests.ts";
import { pairs } from "./columns.ts";
import { CliError } from "./exit.ts";
import { type Api, anything } from "./http.ts";
import { invitationTo } from "./invitation.ts";
import type { ServerOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";
import { path } from "./rooms.ts";

type Options = Pick<ServerOptions, "url" | "ns"> & { json?: boolean };

export async function inviteTo(api: Api, name: string, { url, ns, json }: Options): Promise<void> {
  const code = (await codeOf(api, name)) ?? (await makeCode(api, name));
  const { command, link } = invitationTo(name, code, { url, ns });
  if (json) return void printJson({ room: name, code, command, link });
  const lines: [string, string][] = [
    ["code", code],
    ["command", command],
  ];
  if (link) lines.push(["link", link]);
  for (const line of pairs(lines)) printLine(line);
}

const codeOf = async (api: Api, name: string): Promise<string | undefined> =>
  (await api.get<Reply<"room">>(path(name), isReadable.room)).room.code;

async function makeCode(api: Api, name: string): Promise<string> {
  await api.patch(path(name), anything, { code: true });
  const code = await codeOf(api, name);
  if (code !== undefined) return code;
  throw new CliError({
    exit: "error",
    code: "no_code",
    message: `The server has made no invite code for the room ${name}: it may be older than this command.`,
    next: "Tell your guests the room's name: npx rtrooms join ROOM",
  });
}
