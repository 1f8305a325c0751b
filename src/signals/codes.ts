// The findings by their codes: what each is called, why it matters, and what to do about each way in which it comes.

export type Strength = "sure" | "likely" | "hint";

interface Code {
  title: string;
  why: string;
}

export const codes = {
  SIG001: {
    title: "Glare that nobody settles",
    why: "Both sides offered at once. Either both gave way, and each answer meets nothing, or neither did, and no answer comes.",
  },
  SIG002: {
    title: "Candidate before its description",
    why: "addIceCandidate fails while there is no remote description, and a candidate that failed is lost.",
  },
  SIG003: {
    title: "No relay candidate",
    why: "Where both sides are behind strict NATs or firewalls, only a TURN server connects them.",
  },
  SIG004: {
    title: "Only mDNS addresses",
    why: "Names that end in .local are resolved only inside the network that they were made in.",
  },
  SIG005: {
    title: "Sections don't line up",
    why: "An answer is matched with its offer section by section; setRemoteDescription refuses one that doesn't fit.",
  },
  SIG006: {
    title: "A section that carries nothing",
    why: "The connection comes up, and this track or its direction stays silent or black.",
  },
  SIG007: {
    title: "DTLS roles or fingerprints",
    why: "Without exactly one active side, and the fingerprint of each, the encrypted connection can't be made.",
  },
  SIG008: {
    title: "ICE credentials",
    why: "Checks between the two sides are signed with ufrag and password of the same generation; others are ignored.",
  },
  SIG009: {
    title: "No candidates",
    why: "Neither side can know where to send its checks.",
  },
  SIG010: {
    title: "Nobody there",
    why: "The signal was for a peer that has no seat in the room: nobody got it.",
  },
  SIG011: {
    title: "Answer that nobody waits for",
    why: "setRemoteDescription refuses an answer in the state `stable`.",
  },
  SIG012: {
    title: "Stale peer",
    why: "The connection of the peer is lost; what is sent waits until it comes back, or is lost with its seat.",
  },
  SIG013: {
    title: "No answer",
    why: "The offer was passed on, and nothing came back for it.",
  },
  SIG014: {
    title: "Candidates that can't meet",
    why: "No address of one side can be reached from any of the other.",
  },
  SIG015: {
    title: "Bundle, mux, extensions or SCTP",
    why: "Sections that share a transport must agree on it; browsers refuse a description in which they don't.",
  },
  SIG016: {
    title: "Damaged description",
    why: "Something on its way changed the text of the SDP: browsers refuse to parse it.",
  },
  SIG017: {
    title: "Old description",
    why: "Descriptions overtook each other or were sent again; the newer state is undone or refused.",
  },
  SIG018: {
    title: "ICE servers that can't be used",
    why: "`new RTCPeerConnection` throws with this list, or its credentials are over.",
  },
  SIG019: {
    title: "It came back to its maker",
    why: "A peer that gets its own description connects to itself, or refuses it.",
  },
  SIG020: {
    title: "Offer of nothing",
    why: "Without a section there is no transport: ICE never starts.",
  },
  SIG021: {
    title: "Candidate that can't be added",
    why: "addIceCandidate refuses a candidate that names no section of the description.",
  },
  SIG022: {
    title: "One side started anew",
    why: "A new connection on one side met the old one on the other: ICE connects, DTLS never does.",
  },
  SIG023: {
    title: "Crossed wires",
    why: "What belongs to the connection with one peer was sent to another.",
  },
  SIG024: {
    title: "Second offer before an answer",
    why: "The first answer will meet the second offer, and may not fit it.",
  },
} as const satisfies Record<string, Code>;

export type FindingCode = keyof typeof codes;

/** One after the other: `sure` first. */
export const strengths: readonly Strength[] = ["sure", "likely", "hint"];
