// The banner as text: each way of letting people in, at 80 columns and at 40.
import { expect, it, test } from "vitest";
import { banner, type Facts } from "../../src/cli/banner.ts";
import { placesOf } from "../../src/cli/serve-places.ts";
import { lineWidth, plainText } from "../../src/tui/state/lines.ts";

const card = (address: string, family: "IPv4" | "IPv6" = "IPv4") => ({
  address,
  family,
  netmask: "",
  mac: "",
  internal: false,
  cidr: null,
  scopeid: 0,
});
const interfaces = {
  lo: [{ ...card("127.0.0.1"), internal: true }],
  docker0: [card("172.17.0.1")],
  wlan0: [card("192.168.178.20"), card("fe80::1", "IPv6"), card("2001:db8::20", "IPv6")],
};
const on = (host: string, port = 7420, secure = false) => placesOf({ host, port, secure }, interfaces);

const facts: Facts = {
  version: "1.2.3",
  ms: 82,
  places: on("127.0.0.1"),
  adminUrl: null,
  engine: "embedded",
  data: { folder: "/var/lib/rtrooms", bytes: 12_400_000 },
  access: { local: true, open: "all", tokens: "none" },
  entrance: { namespace: null, token: null },
  tls: null,
  namespaces: { names: [], only: false },
};

const shown = (more: Partial<Facts>, columns: number): string =>
  banner({ ...facts, ...more }, columns)
    .map((line) => plainText(line).trimEnd())
    .join("\n");

const open: Partial<Facts> = {
  places: on("0.0.0.0"),
  access: { local: false, open: "all", tokens: "none" },
};
const signed: Partial<Facts> = {
  places: on("0.0.0.0", 443, true),
  adminUrl: "http://127.0.0.1:7421",
  access: { local: false, open: [], tokens: "signed" },
  entrance: { namespace: null, token: { secretFile: "token.secret" } },
  tls: { file: "cert.pem", until: "2027-01-31", isOver: false },
};
const mixed: Partial<Facts> = {
  places: on("192.168.178.20"),
  data: null,
  access: { local: false, open: ["fair"], tokens: "listed" },
  entrance: { namespace: "fair", token: null },
  namespaces: { names: ["fair", "ops"], only: true },
};

it.each([
  ["this machine only", {}],
  ["open to everyone", open],
  ["a signed token, behind TLS", signed],
  ["open in one namespace, on one address", mixed],
])("shows %s", (_, more) => {
  expect(shown(more, 80)).toMatchSnapshot("80 columns");
  expect(shown(more, 40)).toMatchSnapshot("40 columns");
});

it("cuts no address and no command, and lets nothing else be wider than the terminal", () => {
  for (const more of [{}, open, signed, mixed]) {
    for (const columns of [80, 40, 30]) {
      const wide = banner({ ...facts, ...more }, columns).filter((line) => lineWidth(line) > columns);
      for (const line of wide) expect(plainText(line)).toMatch(/https?:|wss?:|--|npx rtrooms/);
      expect(shown(more, columns)).not.toContain("…");
    }
  }
});

it("breaks a command so that its backslashes have room, too", () => {
  for (let columns = 40; columns < 100; columns++) {
    const lines = shown({ ...signed, places: on("127.0.0.1", 17_599, true) }, columns).split("\n");
    for (const line of lines.filter((each) => each.endsWith(" \\")))
      expect(line.length).toBeLessThanOrEqual(columns);
  }
});

it("is green where somebody is kept out, and yellow with a sign where nobody is", () => {
  const roleOf = (more: Partial<Facts>) =>
    banner({ ...facts, ...more }, 80)
      .flat()
      .find(({ text }) => /^[●!] /.test(text));
  expect(roleOf({})).toMatchObject({ role: "good" });
  expect(roleOf(signed)).toMatchObject({ role: "good" });
  expect(roleOf(open)).toMatchObject({ role: "warn", text: expect.stringMatching(/^! open to everyone/) });
  expect(roleOf(mixed)).toMatchObject({ role: "warn" });
});

test.each([
  [{ secretFile: null }, "npx rtrooms token --sub ada > ada.token"],
  [{ secretFile: "my keys/s" }, "npx rtrooms token --sub ada --secret-file 'my keys/s' > ada.token"],
  ["keys" as const, "ada.token: signed by one of the keys"],
  ["listed" as const, "ada.token: one that the configuration lists"],
])("says where a token comes from (%j)", (token, words) => {
  const text = shown({ entrance: { namespace: "a b", token } }, 80);
  expect(text).toContain(words);
  expect(text).toContain("npx rtrooms chat lobby --ns 'a b' --token-file ada.token");
});

it("says that a certificate is over", () => {
  const tls = { file: "old.pem", until: "2020-01-31", isOver: true };
  expect(shown({ tls }, 80)).toContain("! old.pem, no good since 2020-01-31");
});

it("lets names from the configuration do nothing to the terminal", () => {
  const namespaces = { names: ["a\u001b]52;c;eA==\u0007b"], only: false };
  const places = on("127.0.0.1");
  expect(shown({ namespaces, places }, 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test("places are those that are reached: no loopback, no link-local ones, containers last", () => {
  expect(on("0.0.0.0").elsewhere.map(({ url }) => url)).toEqual([
    "http://192.168.178.20:7420",
    "http://172.17.0.1:7420",
  ]);
  expect(on("::").elsewhere.map(({ url }) => url)).toEqual([
    "http://192.168.178.20:7420",
    "http://[2001:db8::20]:7420",
    "http://172.17.0.1:7420",
  ]);
  expect(on("::").here.ws).toBe("ws://[::1]:7420/ws");
  expect(on("localhost").elsewhere).toEqual([]);
  expect(on("chat.example", 443, true)).toMatchObject({
    here: { url: "https://chat.example:443" },
    elsewhere: [{ ws: "wss://chat.example:443/ws" }],
  });
});
