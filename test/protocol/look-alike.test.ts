// Look-alikes: names that a reader would take for one another, and those of a server, show whose they are.
import { describe, expect, it } from "vitest";
import { isReserved, shownName, shownNames, skeleton } from "../../src/protocol/look-alike.ts";

const text = ({ name, suffix }: { name: string; suffix: string }) => name + suffix;
const shownOf = (...names: string[]) =>
  [...shownNames(names.map((name, at) => ({ name, peer: `peer-000${at}` })))]
    .sort()
    .map(([, name]) => text(name));

describe("skeleton", () => {
  it.each([
    ["ada", "аda", "a Cyrillic а"],
    ["ada", "ADA", "capitals"],
    ["ada", "ａｄａ", "full width"],
    ["ada", "𝓪𝓭𝓪", "mathematical letters"],
    ["ada", "ádà", "accents"],
    ["ada", "a\u200dda", "a joiner"],
    ["ada", "🅰🅳🅰", "letters in boxes"],
    ["ada", "🇦🇩🇦", "letters as flags"],
    ["Ilya", "llya", "I and l"],
    ["Bob", "B0b", "a zero"],
    ["martin", "rnartin", "r and n"],
    ["william", "vvilliam", "two v"],
    ["scope", "ѕсоре", "a whole word in Cyrillic"],
    ["NIKOS", "ΝΙΚΟΣ".replace("Σ", "S"), "Greek capitals"],
    ["Maxim", "Махіm", "Cyrillic in a Latin word"],
    ["hello", "հello", "Armenian"],
    ["DAVE", "ꓓꓮꓦꓰ", "Lisu"],
    ["TATE", "ᎢᎪᎢᎬ", "Cherokee"],
  ])("%s and %s: %s", (one, other) => {
    expect(skeleton(one)).toBe(skeleton(other));
  });

  it.each([
    ["ada", "adam"],
    ["राम", "रमा"],
    ["שלום", "שלומי"],
    ["田中", "田申"],
    ["Жора", "Жара"],
    ["🦊", "🐺"],
  ])("tells %s and %s apart", (one, other) => {
    expect(skeleton(one)).not.toBe(skeleton(other));
  });
});

describe("a reserved name", () => {
  it.each([
    "server",
    "Admin",
    "ADMIN",
    "аdmin",
    "adm1n",
    "4dmin",
    "s3rver",
    "[server]",
    "-- system --",
    "r00t",
    "ｍｏｄｅｒａｔｏｒ",
    "host:",
    "you",
    "--",
    "│",
    "ada~k3m9",
  ])("%s", (name) => {
    expect(isReserved(name)).toBe(true);
  });

  it.each(["ada", "Adminah", "serverless", "hostess", "יו", "🦊", "管理", "7"])("is not %s", (name) => {
    expect(isReserved(name)).toBe(false);
  });
});

describe("[T11] names as they are shown", () => {
  it("have the end of the peer id where two are taken for one another", () => {
    expect(shownOf("ada", "bob", "аda")).toEqual(["ada~0000", "bob", "аda~0002"]);
  });

  it("have it where they are the server's", () => {
    expect(shownOf("server", "ada")).toEqual(["server~0000", "ada"]);
  });

  it("have so much of it that it is nobody else's", () => {
    const names = shownNames([
      { peer: "x1-same", name: "ada" },
      { peer: "y2-same", name: "Ada" },
    ]);
    expect([...names.values()].map(text)).toEqual(["ada~1-same", "Ada~2-same"]);
  });

  it("are inert", () => {
    expect(shownOf("\u001b[2Ja\r")).toEqual(["\\u{1b}[2Ja\\u{d}"]);
    expect(text(shownName({ peer: "p\u001b]0;x\u0007", name: "root" }, []))).toBe("root~0;x\\u{7}");
  });

  it("of who has left are told from a member's", () => {
    const members = [{ peer: "peer-0001", name: "ada" }];
    expect(text(shownName({ peer: "gone-0009", name: "Ada" }, members))).toBe("Ada~0009");
    expect(text(shownName({ peer: "gone-0009", name: "bob" }, members))).toBe("bob");
    expect(text(shownName({ peer: "peer-0001", name: "ada" }, members))).toBe("ada");
  });

  it("are the server's own where there is no peer", () => {
    expect(text(shownName({ peer: null, name: "server" }, []))).toBe("server");
  });

  it("of ten thousand members who are all called the same are all told apart", () => {
    const crowd = Array.from({ length: 10_000 }, (_, at) => ({
      peer: `p${at}`.padStart(20, "x"),
      name: "ada",
    }));
    expect(new Set([...shownNames(crowd).values()].map(text)).size).toBe(10_000);
  });
});
