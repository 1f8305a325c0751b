// What can have happened to the text of a description on its way.
import type { Engine } from "../identity.ts";
import type { Problem } from "../triggers.ts";

const LEAST_CUT = 1024;

export function judgeText(sdp: unknown, receiver: Engine): Problem[] {
  if (typeof sdp !== "string" || sdp === "" || sdp === "[object Object]") {
    return [damaged(typeof sdp === "string" && sdp !== "" ? `the SDP is ${sdp}` : "the SDP is empty")];
  }
  if (!sdp.includes("\n") && sdp.includes("\\r\\n")) return [damaged("line ends are written out as \\r\\n")];
  if (!sdp.startsWith("v=0")) return [damaged(`the SDP begins with ${JSON.stringify(sdp.slice(0, 12))}`)];
  const cut = cutAt(sdp);
  if (cut) return [cut];
  const lines = sdp.split("\n");
  const body = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  const bad = body.findIndex((line) => line.trim() !== "" && !/^[a-z]=/.test(line));
  if (bad >= 0) return [damaged(`line ${bad + 1} is no SDP: ${JSON.stringify(body[bad]!.slice(0, 24))}`)];
  const blank = body.findIndex((line) => line.trim() === "");
  const doubled = body.findIndex((line) => line.endsWith("\r\r"));
  const trimmed =
    lines.at(-1) !== ""
      ? "the last line has no end"
      : blank >= 0
        ? `line ${blank + 1} is blank`
        : doubled >= 0
          ? `line ${doubled + 1} ends with two carriage returns`
          : null;
  if (!trimmed) return [];
  return [{ trigger: "text-trimmed", strength: receiver === "libwebrtc" ? "sure" : "likely", what: trimmed }];
}

const damaged = (what: string): Problem => ({ trigger: "text-damaged", strength: "sure", what });

/** A whole text never ends without a line end at exactly such a size. */
function cutAt(sdp: string): Problem | null {
  const size = sdp.length;
  if (size < LEAST_CUT || (size & (size - 1)) !== 0 || sdp.endsWith("\n")) return null;
  return {
    trigger: "text-cut",
    strength: "likely",
    what: `the SDP ends in the middle of a line after ${size} characters`,
  };
}
