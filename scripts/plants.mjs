// Bugs to be planted into the sources while they are bundled for the simulation: each must be caught, or a check is missing.
// `find` must stand exactly once in its file; so a plant that no longer applies is an error, and nothing of it lives in the product.

/** @type {{name: string, universes: string[], edits: {file: string, find: string, put: string}[]}[]} */
export const plants = [
  {
    name: "check-then-act join",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/membership.ts",
        find: 'if (role === "player" && players >= head.capacity) return fail("room_full");',
        put: "",
      },
      {
        file: "src/engines/embedded/engine.ts",
        find: "    const decided = this.#directory.command(",
        put: `    const there = this.#directory.rooms.get(room);
    if (command.type === "join" && there && there.seats.size >= there.head.capacity) throw new RtError("room_full");
    if (command.type === "join") await null;
    const decided = this.#directory.command(`,
      },
    ],
  },
  {
    name: "history read outside the hold",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/handlers/join.ts",
        find: "    learn(seat, taken.result.view);\n    const joined",
        put: "    learn(seat, taken.result.view);\n    release(seat, taken.at);\n    const joined",
      },
    ],
  },
  {
    name: "announce before durable",
    universes: ["crashes"],
    edits: [
      {
        file: "src/engines/embedded/line.ts",
        find: "    history.append(this.#stream, records).then(",
        put: `    batch.forEach((step, i) => {
      step.state = { is: "saved", position: records[i]!.position };
    });
    this.#advance();
    history.append(this.#stream, records).then(`,
      },
    ],
  },
  {
    name: "position without tag",
    universes: ["crashes"],
    edits: [
      {
        file: "src/engines/embedded/recovery.ts",
        find: "record?.position.offset === offset && record.position.tag === tag;",
        put: "record?.position.offset === offset && tag !== null;",
      },
    ],
  },
  {
    name: "generation ignored on a late leave",
    universes: ["takeovers", "rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/room.ts",
        find: "!seat || seat.gen > command.fence.gen",
        put: "!seat",
      },
    ],
  },
  {
    name: "generation ignored on a late hold",
    universes: ["takeovers", "rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/membership.ts",
        find: `  if (!state || !there || there.gen > fence.gen) return fail("not_joined");
  if (state.head.hold === 0)`,
        put: `  if (!state || !there) return fail("not_joined");
  if (state.head.hold === 0)`,
      },
    ],
  },
  {
    name: "secret rotated at once",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/session.ts",
        find: "return done({ ...taken, previous: secret, spent });",
        put: "return done({ ...taken, previous: null, spent });",
      },
    ],
  },
  {
    name: "key scoped by session",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/handlers/publish.ts",
        find: "    key: params.key,",
        put: "    key: params.key && session.peer + params.key,",
      },
    ],
  },
  {
    name: "off by one in recovery",
    universes: ["rooms", "crashes", "topics"],
    edits: [
      {
        file: "src/engines/embedded/recovery.ts",
        find: "fromStart ? found : found.slice(1);",
        put: "fromStart ? found : found.slice(2);",
      },
    ],
  },
  {
    name: "leave not re-checking",
    universes: ["rooms"],
    edits: [
      {
        file: "src/core/local-room.ts",
        find: "if (!isAfter(at, announced.kind, seat.cut)) return false;",
        put: "if (!isAfter(at, announced.kind, seat.cut)) return announced.leaves.includes(seat.peer);",
      },
    ],
  },
  {
    name: "a seat that nobody gives back after a lost answer",
    universes: ["crashes"],
    edits: [
      {
        file: "src/core/hub.ts",
        find: "    this.drop(key, seat);\n    if (seat.unsure)",
        put: "    this.drop(key, seat);\n    if (false)",
      },
    ],
  },
  {
    name: "nothing recovered, and said to be all",
    universes: ["crashes"],
    edits: [
      {
        file: "src/core/seating.ts",
        find: "since && !at.unread ?",
        put: "since ?",
      },
    ],
  },
  {
    name: "a seat of a second stay that nobody gives back",
    universes: ["crashes"],
    edits: [
      {
        file: "src/core/hub.ts",
        find: "        if (seat.unsure) this.giveBack(seat.session.fence, [stream as RoomKey], true);\n",
        put: "",
      },
    ],
  },
  {
    name: "an older takeover that supersedes a newer one",
    universes: ["rooms"],
    edits: [
      {
        file: "src/core/resume.ts",
        find: "if (there && there.fence.gen > resumed.gen) {",
        put: "if (there && there.fence.gen < 0) {",
      },
    ],
  },
  {
    name: "seats that stay held for ever",
    universes: ["takeovers", "rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/membership.ts",
        find: 'return lost.length > 0 ? vacate(state, lost, "lost", now) : nothing;',
        put: "return nothing;",
      },
    ],
  },
  {
    name: "a host that leaves without an heir",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/membership.ts",
        find: "    head.host = nextHost(state, gone);",
        put: "    head.host = null;",
      },
    ],
  },
  {
    name: "offsets given again after a failed write",
    universes: ["crashes"],
    edits: [
      {
        file: "src/engines/embedded/line.ts",
        find: '        this.#end = "unsure";\n        this.#sent();',
        put: "        this.#sent();",
      },
    ],
  },
  {
    name: "merge decided by the younger room",
    universes: ["matches"],
    edits: [
      {
        file: "src/core/merge-rooms.ts",
        find: `  const absorbed = await attempt(hub, older, { type: "absorb", newcomers }, unanswered);`,
        put: `  const moved = newcomers.map(({ fence: { peer } }) => peer);
  await attempt(hub, younger, { type: "disband", moved });
  const absorbed = await attempt(hub, older, { type: "absorb", newcomers }, unanswered);`,
      },
      {
        file: "src/core/merge-rooms.ts",
        find: `  const moved = newcomers.map(({ fence: { peer } }) => peer);
  const last`,
        put: "  const last",
      },
    ],
  },
  {
    name: "a resume that does not hold what follows",
    universes: ["rooms"],
    edits: [
      {
        file: "src/core/resume.ts",
        find: "    for (const { key, seat, cut } of back) if (release(seat, cut)) hub.ended(key, seat);",
        put: "    for (const { key, seat } of back) if (release(seat, null)) hub.ended(key, seat);",
      },
    ],
  },
  {
    name: "one seat more than there are",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/membership.ts",
        find: 'if (role === "player" && players >= head.capacity)',
        put: 'if (role === "player" && players > head.capacity)',
      },
    ],
  },
  {
    name: "recent messages beyond the cut",
    universes: ["rooms", "crashes"],
    edits: [
      {
        file: "src/core/seating.ts",
        find: "const range = { before: position.offset + 1, limit: limits.recentMessages };",
        put: "const range = { limit: limits.recentMessages };",
      },
    ],
  },
  {
    name: "frames that the answer has shown",
    universes: ["rooms", "topics"],
    edits: [
      {
        file: "src/core/local-room.ts",
        find: "if (!isAfter(at, announced.kind, seat.cut)) return false;",
        put: "",
      },
    ],
  },
  {
    name: "part of what was missed",
    universes: ["rooms", "crashes", "topics"],
    edits: [
      {
        file: "src/engines/embedded/recovery.ts",
        find: "return whole && bytes <= limits.recoveryBytes ? missed : null;",
        put: "return whole && bytes <= limits.recoveryBytes ? missed.slice(-3) : null;",
      },
    ],
  },
  {
    name: "nobody told of what is there after all",
    universes: ["crashes"],
    edits: [
      {
        file: "src/engines/embedded/line.ts",
        find: "if (again && position?.offset !== this.#at.position?.offset) this.#owner.broken(this.#stream);",
        put: "",
      },
    ],
  },
  {
    name: "keys forgotten over a restart",
    universes: ["crashes"],
    edits: [
      {
        file: "src/engines/embedded/line.ts",
        find: "      for (const { key, time, position } of keyed) {",
        put: "      for (const { key, time, position } of [] as typeof keyed) {",
      },
    ],
  },
  {
    name: "keys that count only once they are answered",
    universes: ["crashes"],
    edits: [
      {
        file: "src/engines/embedded/line.ts",
        find: "    if (key) this.#keys.use(key, now, step.published);\n",
        put: "    if (key) step.published.then(() => this.#keys.use(key, now, step.published), () => {});\n",
      },
    ],
  },
  {
    name: "generation ignored on a late loss",
    universes: ["takeovers", "rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/session.ts",
        find: "state?.gen === command.gen ? { ...state, lostUntil: now + command.forMs } : state",
        put: "state ? { ...state, lostUntil: now + command.forMs } : state",
      },
    ],
  },
  {
    name: "a seat given up before its time",
    universes: ["takeovers", "rooms", "crashes"],
    edits: [
      {
        file: "src/core/rules/membership.ts",
        find: ".filter((seat) => seat.heldUntil! <= now);",
        put: ";",
      },
    ],
  },
];

/** An esbuild plugin that puts the bug in, and fails where its place isn't found exactly once. */
export const planted = ({ name, edits }, root, readFile) => ({
  name: "planted",
  setup(build) {
    const done = new Set();
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const mine = edits.filter(({ file }) => path === `${root}${file}`);
      if (mine.length === 0) return undefined;
      let contents = await readFile(path, "utf8");
      for (const edit of mine) {
        const count = contents.split(edit.find).length - 1;
        if (count !== 1) {
          return {
            errors: [
              { text: `plant "${name}": its place in ${edit.file} is there ${count} times, not once` },
            ],
          };
        }
        contents = contents.replace(edit.find, () => edit.put);
        done.add(edit);
      }
      return { contents, loader: "ts" };
    });
    build.onEnd(() => {
      const missing = edits.find((edit) => !done.has(edit));
      if (missing)
        return { errors: [{ text: `plant "${name}": ${missing.file} is not part of the simulation` }] };
    });
  },
});
