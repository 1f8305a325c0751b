// Faults to be planted into the tracker while it is bundled: the model has to see each, or it is too weak.
// `find` must stand exactly once in its file, so a plant that no longer applies is an error.

export interface Plant {
  name: string;
  file: string;
  find: string;
  put: string;
}

export const plants: readonly Plant[] = [
  {
    name: "sections that were refused can't be used again",
    file: "rules/sections.ts",
    find: '    if (!isLive("answer", section)) continue;\n    const now',
    put: "    const now",
  },
  {
    name: "the DTLS role of who answers must stay, whoever offers",
    file: "rules/transport.ts",
    find: "(role === roleNow) !== sameOfferer",
    put: "role !== roleNow",
  },
  {
    name: "no answer restarts ICE",
    file: "rules/transport.ts",
    find: "const answerRestarts = changed(answerWas.ufrag, head.ufrag) || changed(answerWas.pwd, head.pwd);",
    put: "const answerRestarts = false as boolean;",
  },
  {
    name: "the transport of each bundled section counts",
    file: "identity.ts",
    find: "    if (led.has(bundle)) return false;\n",
    put: "",
  },
  {
    name: "a rejected section needs credentials",
    file: "identity.ts",
    find: "  port !== 0 || (kind ===",
    put: "  port >= 0 || (kind ===",
  },
  {
    name: "versions are compared as words",
    file: "identity.ts",
    find: "  if (x.length !== y.length) return x.length - y.length;\n",
    put: "",
  },
  {
    name: "a new session is a new connection though the key is the old one's",
    file: "answered.ts",
    find: "  if ([...fingerprintsOf(offerer.latest)].some((key) => known.has(key))) return [];\n",
    put: "  void known;\n",
  },
  {
    name: "only the names of the latest description count",
    file: "describe.ts",
    find: "    else side.mids.add(mid);",
    put: "    else side.mids = new Set([mid]);",
  },
  {
    name: "who sends its own credentials again sends back what it got",
    file: "judge.ts",
    find: "const theirs = exchange.otherThan(by.peer).credentials;",
    put: "const theirs = exchange.sideOf(by.peer).credentials;",
  },
  {
    name: "what the older of two connections offered is withdrawn",
    file: "answered.ts",
    find: "if (older.number < number) supersede(exchange, older);",
    put: "if (older.number < number) withdraw(exchange, older);",
  },
  {
    name: "nobody answers a peer that has left",
    file: "tracker.ts",
    find: "        supersede(exchange, one);\n",
    put: "        forget(exchange, one);\n",
  },
  {
    name: "of two connections that look alike the answer is the first one's",
    file: "answered.ts",
    find: "  if (fitting.length > 1) exchange.guessed = true;\n",
    put: "",
  },
  {
    name: "an answer must fit each direction that it has itself",
    file: "rules/sections.ts",
    find: "(sends(answered) && !receives(offered))",
    put: "(sends(answered) && !sends(offered))",
  },
  {
    name: "a pranswer takes the offer",
    file: "describe.ts",
    find: '    if (kind === "answer") judgeAnswered(',
    put: "    judgeAnswered(",
  },
  {
    name: "a sender knows at once that its peer has left",
    file: "tracker.ts",
    find: 'if (seen.verdict === "no_such_peer" && !this.#hasJustLeft(seen))',
    put: 'if (seen.verdict === "no_such_peer")',
  },
  {
    name: "an answer is for the partner, whatever was offered since",
    file: "answered.ts",
    find: "(partner.outstanding.length > 0 || offering.length === 0)",
    put: "(partner.done !== null || offering.length === 0)",
  },
  {
    name: "the names of sections are those of one side",
    file: "trickle.ts",
    find: "sides.some((side) => side.nameless || side.mids.has(mid)) ||",
    put: "(sides[0].nameless || sides[0].mids.has(mid)) ||",
  },
  {
    name: "a bundle may name what was rejected only",
    file: "rules/bundle.ts",
    find: "const mids = new Set(sections.map(({ mid }) => mid));",
    put: "const mids = new Set(sections.filter(({ port }) => port !== 0).map(({ mid }) => mid));",
  },
  {
    name: "extensions agree over all sections, bundled or not, by their place",
    file: "rules/bundle.ts",
    find: "if (uris.length > 1) return",
    put: "if (uris.length > 0 && section.index > 0) return",
  },
];
