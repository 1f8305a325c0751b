// `member.update`: what others see of a member: its data, and whether it is ready.
import { RtError } from "../../protocol/errors.ts";
import { roomKey } from "../engine.ts";
import { checkMemberData } from "../sizes.ts";
import type { Handler } from "./index.ts";

export const memberUpdate: Handler<"member.update"> = async ({ session, engine }, { room, data, ready }) => {
  checkMemberData(session.settings, data);
  const { fence } = session;
  const command = { type: "member.update", fence, data, ready } as const;
  const { result } = await engine.command(roomKey(session.namespace, room), command);
  const member = result.members.find(({ peer }) => peer === fence.peer);
  if (!member) throw new RtError("internal");
  return { member };
};
