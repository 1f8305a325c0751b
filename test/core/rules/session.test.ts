// The rules of a session: who may come back as whom.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideSession, type SessionCommand, type SessionState } from "../../../src/core/rules/session.ts";
import type { Namespace, NodeId, SessionId } from "../../../src/protocol/ids.ts";
import { fence } from "../../support/rooms.ts";

const id = "s1" as SessionId;
const namespace = "default" as Namespace;
const node = "n1" as NodeId;
const open: SessionCommand = { type: "open", namespace, fence: fence("ada"), name: "ada", secret: "one" };
const resume = (secret: string, next: string, where = namespace): SessionCommand => ({
  type: "resume",
  namespace: where,
  secret,
  next,
  node,
});

function play(...commands: SessionCommand[]) {
  let state: SessionState | null = null;
  let last = decideSession(null, id, { type: "expire" }, 0);
  for (const command of commands) {
    last = decideSession(state, id, command, 1_000);
    state = last.state;
  }
  return last;
}

describe("a session", () => {
  it("is taken over with its secret, which is then another, and every takeover counts", () => {
    expect(play(open, resume("one", "two")).resumed).toMatchObject({ peer: "ada", gen: 2, secret: "two" });
    expect(play(open, resume("one", "two"), resume("two", "three")).resumed).toMatchObject({ gen: 3 });
  });

  it("can be taken over again with the same secret while nothing shows that the next one arrived", () => {
    expect(play(open, resume("one", "two"), resume("one", "three")).resumed).toMatchObject({ gen: 3 });
    expect(
      play(open, resume("one", "two"), resume("one", "three"), resume("three", "x")).resumed,
    ).not.toBeNull();
  });

  it.each([
    ["a request followed", [{ type: "confirm", gen: 2 } as const]],
    ["the next one was used", [resume("two", "three")]],
  ])("is revoked by a secret that is spent because %s", (_, between) => {
    const { state, resumed, revoked } = play(open, resume("one", "two"), ...between, resume("one", "x"));
    expect({ state, resumed, revoked: revoked?.peer }).toEqual({
      state: null,
      resumed: null,
      revoked: "ada",
    });
  });

  it("is not revoked by a secret that never was one, in another namespace, or too late", () => {
    expect(play(open, resume("guess", "x"))).toMatchObject({ state: { secret: "one" }, resumed: null });
    expect(play(open, resume("one", "x", "other" as Namespace))).toMatchObject({ resumed: null, state: {} });
    const lost: SessionCommand = { type: "lose", gen: 1, forMs: 0 };
    expect(play(open, lost, { type: "expire" }, resume("one", "x"))).toEqual({ state: null, resumed: null });
  });

  it("heeds nothing that comes late from an older takeover", () => {
    const taken = [open, resume("one", "two")];
    expect(play(...taken, { type: "lose", gen: 1, forMs: 0 }).state?.lostUntil).toBeNull();
    expect(play(...taken, { type: "end", gen: 1 }).state).not.toBeNull();
    expect(play(...taken, { type: "confirm", gen: 1 }).state?.previous).toBe("one");
  });

  it("ends with a goodbye, or when its time is up", () => {
    expect(play(open, { type: "end", gen: 1 }).state).toBeNull();
    expect(play(open, { type: "lose", gen: 1, forMs: 1 }, { type: "expire" }).state).not.toBeNull();
    expect(play(open, { type: "lose", gen: 1, forMs: 0 }, { type: "expire" }).state).toBeNull();
    expect(play(open, { type: "expire" }).state).not.toBeNull();
  });

  it("lets an honest client back in whatever replies are lost, and only ever with what it was given", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ arrives: fc.boolean(), asks: fc.boolean() })), (visits) => {
        let { state } = decideSession(null, id, open, 0);
        let mine = "one";
        visits.forEach(({ arrives, asks }, i) => {
          const next = `secret ${i}`;
          const decision = decideSession(state, id, resume(mine, next), 0);
          expect(decision.resumed?.gen).toBe(i + 2);
          state = decision.state;
          if (!arrives) return;
          mine = next;
          if (asks) state = decideSession(state, id, { type: "confirm", gen: i + 2 }, 0).state;
        });
      }),
    );
  });
});
