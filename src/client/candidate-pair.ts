// Which way a connection went: the kinds of candidate at both ends of the pair that ICE chose.
import type { Pair } from "../protocol/shapes.ts";

/** The fields read here of the three kinds of report; TypeScript knows only some of them. */
interface Report {
  type: string;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  remoteCandidateId?: string;
  nominated?: boolean;
  state?: string;
  candidateType?: string;
  protocol?: string;
}

export const chosenPair = async (pc: RTCPeerConnection): Promise<Pair | null> => pairOf(await pc.getStats());

export function pairOf(stats: RTCStatsReport): Pair | null {
  const reports = new Map<string, Report>();
  stats.forEach((report: Report & { id: string }) => void reports.set(report.id, report));
  const all = [...reports.values()];
  const chosen = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
  // Firefox names no pair in its transport.
  const pair =
    (chosen && reports.get(chosen)) ||
    all.find(({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded");
  const local = reports.get(pair?.localCandidateId ?? "");
  const remote = reports.get(pair?.remoteCandidateId ?? "");
  if (!local?.candidateType || !remote?.candidateType) return null;
  return { local: local.candidateType, remote: remote.candidateType, protocol: local.protocol };
}
