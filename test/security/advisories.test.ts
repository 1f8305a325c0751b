// Versions that must not come back: each has a published hole that a server or client of ours would have.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, { version?: string; hasInstallScript?: boolean; dev?: boolean }>;
};

/** The least version without a known hole, and which one it was. */
const LEAST: Record<string, [version: string, why: string]> = {
  ws: ["8.23.0", "GHSA-96hv-2xvq-fx4p and its neighbours: fragments, chunks and pongs without end"],
  undici: ["7.24.0", "GHSA-vrm6-8vpv-qv8q: a bad server ends the client by inflating without limit"],
  jose: ["4.15.5", "CVE-2024-28176: an encrypted token that inflates without limit"],
};

const installed = Object.entries(lock.packages).flatMap(([path, { version }]) => {
  const name = path.split("node_modules/").at(-1)!;
  return version && name in LEAST ? [{ name, version, path }] : [];
});

function atLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split(".").map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < 3; i++) if (a![i] !== b![i]) return a![i]! > b![i]!;
  return true;
}

describe("installed versions", () => {
  it("are compared as versions are", () => {
    expect(atLeast("8.23.0", "8.23.0")).toBe(true);
    expect(atLeast("8.9.0", "8.23.0")).toBe(false);
    expect(atLeast("10.0.0", "8.23.0")).toBe(true);
  });

  it("have ws among them", () => {
    expect(installed.map(({ name }) => name)).toContain("ws");
  });

  it.each(installed)("$path $version has no hole that is known", ({ name, version }) => {
    const [least, why] = LEAST[name]!;
    expect(atLeast(version, least), why).toBe(true);
  });
});

describe("what users install", () => {
  it("runs no script that is not denied here", () => {
    const { allowScripts } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { allowScripts: Record<string, boolean> };
    const scripts = Object.entries(lock.packages)
      .filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev)
      .map(([path]) => path.split("node_modules/").at(-1)!);
    for (const name of scripts) expect(allowScripts[name], name).toBe(false);
  });
});
