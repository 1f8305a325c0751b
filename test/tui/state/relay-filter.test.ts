// The filter language of relay: what words let through, what is said of a wrong one, and how they are completed.
import { describe, expect, it } from "vitest";
import { completeFilter, type Field, fields, parseFilter } from "../../../src/tui/state/relay-filter.ts";

const subject = (values: Partial<Record<Field, readonly string[]>>) => ({
  values: (field: Field) => values[field] ?? [],
  text: () => Object.values(values).flat().join(" "),
});
const offer = subject({
  type: ["offer"],
  peer: ["ada", "peer-1", "bob"],
  finding: ["sig007"],
  room: ["call"],
});
const candidate = subject({ type: ["candidate"], peer: ["ada", "zed"], room: ["call"] });

describe("a filter", () => {
  it.each([
    ["", true, true],
    ["type=offer", true, false],
    ["type:off", true, false],
    ["type!=candidate", true, false],
    ["peer~ob", true, false],
    ["peer!~ob", false, true],
    ["peer=ada", true, true],
    ["finding:SIG", true, false],
    ["!finding:SIG", false, true],
    ["type!=candidate peer~ada finding:SIG", true, false],
    ["ZED", false, true],
    ["!zed", true, false],
    ["room:call type:cand", false, true],
  ])("%j lets an offer through: %s, a candidate: %s", (text, first, second) => {
    const filter = parseFilter(text);
    expect([filter.wrong, filter.holds(offer), filter.holds(candidate)]).toEqual(["", first, second]);
  });

  it.each([
    ["typ=offer", "typ is no field: type peer"],
    ["type=ofer", "type is one of offer answer"],
    ["type:xyz", "type is one of offer answer"],
    ["type=", "type= needs a value: offer answer"],
    ["peer~", "peer~ needs a value: peer~ada"],
    ["finding:", "finding: needs a value: finding:SIG007"],
  ])("%j is wrong, lets everything through, and says what to type", (text, wrong) => {
    const filter = parseFilter(text);
    expect(filter.wrong).toContain(wrong);
    expect(filter.holds(candidate)).toBe(true);
  });
});

it.each([
  ["ty", "type:"],
  ["peer~ada fi", "peer~ada finding:"],
  ["!ty", "!type:"],
  ["type!=can", "type!=candidate "],
  ["verdict:no", "verdict:no_such_peer "],
  ["nothing", "nothing"],
])("%j is completed to %j", (text, whole) => expect(completeFilter(text).text).toBe(whole));

it("what a word may become is told", () => {
  expect(completeFilter("").choices).toEqual(fields);
  expect(completeFilter("strength=").choices).toEqual(["strength=sure", "strength=likely", "strength=hint"]);
});
