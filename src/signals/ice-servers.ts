// A list of ICE servers as it is handed out: what a browser would throw at.
import type { Problem } from "./triggers.ts";

interface IceServer {
  urls: string | readonly string[];
  username?: string;
  credential?: string;
}

const URL = /^(stuns?|turns?):(\[[\da-f:.]+\]|[^:[\]?/@]+)(?::(\d+))?(?:\?transport=(\w+))?$/i;

/** RFC 7064 and 7065, as `new RTCPeerConnection` reads them. */
export function judgeIceServers(servers: readonly IceServer[]): Problem[] {
  return servers.flatMap((server, at) => {
    const urls = typeof server.urls === "string" ? [server.urls] : server.urls;
    if (urls.length === 0) return [problem(`server ${at + 1} has no urls`)];
    return urls.flatMap((url) => {
      const reason = reasonOf(url, server);
      return reason === null ? [] : [problem(`${url}: ${reason}`)];
    });
  });
}

const problem = (what: string): Problem => ({ trigger: "ice-servers", strength: "sure", what });

function reasonOf(url: string, { username, credential }: IceServer): string | null {
  const [, scheme = "", , port = "", transport] = URL.exec(url) ?? [];
  if (scheme === "") return "it is not like stun:host:3478 or turn:host:3478?transport=udp";
  if (Number(port) > 65_535) return "a port is at most 65535";
  const turns = scheme.toLowerCase().startsWith("turn");
  if (!turns && transport !== undefined) return "a stun address takes no ?transport";
  if (transport !== undefined && !/^(?:udp|tcp)$/i.test(transport)) return "the transport is udp or tcp";
  if (turns && (!username || !credential)) return "turn needs a username and a credential";
  return null;
}
