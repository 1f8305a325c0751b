// The signal guard: what browsers and libraries send goes through, and what no description or candidate looks like doesn't.
import { describe, expect, it } from "vitest";
import { RtError } from "../../src/protocol/errors.ts";
import type { SignalKind } from "../../src/protocol/shapes.ts";
import { guardSignal } from "../../src/signals/guard.ts";

/** The places that are refused; none where the data goes through. */
function refused(kind: SignalKind, data: unknown): string[] {
  try {
    guardSignal(kind, data);
    return [];
  } catch (error) {
    if (!(error instanceof RtError) || error.code !== "bad_request") throw error;
    return error.details!.map(({ path }) => path);
  }
}

const SDP = [
  "v=0",
  "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "a=ice-ufrag:EsAw",
  "a=mid:0",
  "",
];
const crlf = SDP.join("\r\n");
const line =
  "candidate:842163049 1 udp 1677729535 203.0.113.7 53422 typ srflx raddr 10.0.0.2 rport 53422 generation 0 ufrag EsAw network-cost 999";

describe("[T26] a description", () => {
  it.each<[string, SignalKind, unknown]>([
    ["of Chromium", "offer", { type: "offer", sdp: crlf }],
    ["of Firefox, whose session is named after it", "answer", { type: "answer", sdp: `${crlf}a=x:é€😀\r\n` }],
    ["without its type", "offer", { sdp: crlf }],
    ["that is provisional", "answer", { type: "pranswer", sdp: crlf }],
    ["with lines that end with LF", "offer", { sdp: SDP.join("\n") }],
    ["that ends without a line break", "offer", { sdp: "v=0\r\ns=-" }],
    ["of one line", "offer", { sdp: "v=0" }],
    ["with a line of 8192 characters", "offer", { sdp: `v=0\r\na=${"x".repeat(8190)}\r\n` }],
  ])("[S7] %s goes through", (_, kind, data) => {
    expect(refused(kind, data)).toEqual([]);
    expect(guardSignal(kind, data)).toEqual(data);
  });

  it.each<[string, unknown, string[]]>([
    ["that is null", null, ["/data"]],
    ["that is a text", crlf, ["/data"]],
    ["that is a list", [crlf], ["/data"]],
    ["of a number", 1, ["/data"]],
    ["without sdp", {}, ["/data/sdp"]],
    ["whose sdp is null", { sdp: null }, ["/data/sdp"]],
    ["whose sdp is a list", { sdp: [crlf] }, ["/data/sdp"]],
    ["whose sdp can be made a text", { sdp: { toString: "v=0" } }, ["/data/sdp"]],
    ["that is empty", { sdp: "" }, ["/data/sdp"]],
    ["of version 1", { sdp: "v=1\r\n" }, ["/data/sdp"]],
    ["of version 0x", { sdp: "v=0x\r\n" }, ["/data/sdp"]],
    ["that begins with a space", { sdp: ` ${crlf}` }, ["/data/sdp"]],
    ["that begins with a byte order mark", { sdp: `\ufeff${crlf}` }, ["/data/sdp"]],
    ["in capitals", { sdp: crlf.toUpperCase() }, ["/data/sdp"]],
    ["that is HTML", { sdp: "<script>alert(1)</script>" }, ["/data/sdp"]],
    ["with NUL", { sdp: `${crlf}a=\0\r\n` }, ["/data/sdp"]],
    ["with ESC", { sdp: `${crlf}a=\u001b[2J\r\n` }, ["/data/sdp"]],
    ["with a tab", { sdp: `${crlf}a=\t\r\n` }, ["/data/sdp"]],
    ["with DEL", { sdp: `${crlf}a=\u007f\r\n` }, ["/data/sdp"]],
    ["with a control of C1", { sdp: `${crlf}a=\u009b\r\n` }, ["/data/sdp"]],
    ["with CR alone", { sdp: "v=0\rs=-\r" }, ["/data/sdp"]],
    ["with two CR", { sdp: "v=0\r\r\ns=-\r\n" }, ["/data/sdp"]],
    ["with half of a pair", { sdp: `${crlf}a=\ud83d\r\n` }, ["/data/sdp"]],
    ["with the other half", { sdp: `${crlf}a=\ude00\r\n` }, ["/data/sdp"]],
    ["with a line of 8193 characters", { sdp: `v=0\r\na=${"x".repeat(8191)}\r\n` }, ["/data/sdp"]],
    ["of type answer", { type: "answer", sdp: crlf }, ["/data/type"]],
    ["that takes one back", { type: "rollback", sdp: "" }, ["/data/type", "/data/sdp"]],
    ["whose type is null", { type: null, sdp: crlf }, ["/data/type"]],
  ])("[S7] [S9] %s is refused", (_, data, paths) => {
    expect(refused("offer", data)).toEqual(paths);
  });

  it("[S9] loses what no browser knows", () => {
    const sent = JSON.parse(
      `{"type":"offer","sdp":"v=0","admin":true,"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}`,
    );
    expect(JSON.stringify(guardSignal("offer", sent))).toBe('{"type":"offer","sdp":"v=0"}');
  });
});

describe("[T26] a candidate", () => {
  it.each<[string, unknown]>([
    ["of a browser", { candidate: line, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "EsAw" }],
    ["with nulls", { candidate: line, sdpMid: null, sdpMLineIndex: null, usernameFragment: null }],
    ["without the rest", { candidate: line }],
    ["written as an attribute", { candidate: `a=${line}`, sdpMid: "audio" }],
    ["that ends a section", { candidate: "", sdpMid: "0", sdpMLineIndex: 65_535 }],
    ["that ends all of them", null],
  ])("[S8] %s goes through", (_, data) => {
    expect(guardSignal("candidate", data)).toEqual(data);
  });

  it.each<[string, unknown, string[]]>([
    ["that is a text", line, ["/data"]],
    ["that is a list", [], ["/data"]],
    ["that is false", false, ["/data"]],
    ["without a line", { sdpMid: "0" }, ["/data/candidate"]],
    ["whose line is null", { candidate: null }, ["/data/candidate"]],
    ["that is something else", { candidate: "javascript:alert(1)" }, ["/data/candidate"]],
    ["with a space in front", { candidate: ` ${line}` }, ["/data/candidate"]],
    ["of two lines", { candidate: `${line}\r\na=ice-lite` }, ["/data/candidate"]],
    ["with LF", { candidate: `${line}\n` }, ["/data/candidate"]],
    ["with NUL", { candidate: `${line}\0` }, ["/data/candidate"]],
    ["of 2049 characters", { candidate: "candidate:".padEnd(2049, "x") }, ["/data/candidate"]],
    ["whose mid is a number", { candidate: line, sdpMid: 0 }, ["/data/sdpMid"]],
    ["whose mid is long", { candidate: line, sdpMid: "x".repeat(257) }, ["/data/sdpMid"]],
    ["whose mid has a line break", { candidate: line, sdpMid: "0\r\n" }, ["/data/sdpMid"]],
    ["whose index is a text", { candidate: line, sdpMLineIndex: "0" }, ["/data/sdpMLineIndex"]],
    ["whose index is below 0", { candidate: line, sdpMLineIndex: -1 }, ["/data/sdpMLineIndex"]],
    ["whose index is a fraction", { candidate: line, sdpMLineIndex: 0.5 }, ["/data/sdpMLineIndex"]],
    ["whose index is too high", { candidate: line, sdpMLineIndex: 65_536 }, ["/data/sdpMLineIndex"]],
    ["whose fragment is a list", { candidate: line, usernameFragment: [] }, ["/data/usernameFragment"]],
    [
      "of which all is wrong",
      { candidate: 1, sdpMid: 1, sdpMLineIndex: "1", usernameFragment: 1 },
      ["/data/candidate", "/data/sdpMid", "/data/sdpMLineIndex", "/data/usernameFragment"],
    ],
  ])("[S8] [S9] %s is refused", (_, data, paths) => {
    expect(refused("candidate", data)).toEqual(paths);
  });

  it("[S9] loses what no browser knows", () => {
    const sent = { candidate: "", sdpMid: "0", address: "10.0.0.1", toJSON: "x" };
    expect(guardSignal("candidate", sent)).toEqual({ candidate: "", sdpMid: "0" });
  });
});

describe("[T26] other signals", () => {
  it("[S8] an end carries nothing", () => {
    expect(guardSignal("end", null)).toBeNull();
    for (const data of [0, "", {}, []]) expect(refused("end", data)).toEqual(["/data"]);
  });

  it("[S9] custom ones carry what they will", () => {
    for (const data of [0, "\0", null, { __proto__: null, yield: true }, [1]]) {
      expect(guardSignal("custom", data)).toBe(data);
    }
  });
});
