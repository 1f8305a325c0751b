// `npm test`: types, lint, dead code, build, package and every suite, through the real binary, pty and browser.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian packages that suites use, by the file that shows they are there. */
const PACKAGES = {
  chromium: "/usr/bin/chromium",
  coturn: "/usr/bin/turnserver",
  e2fsprogs: "/usr/sbin/mkfs.ext4",
  "firefox-esr": "/usr/bin/firefox-esr",
  fish: "/usr/bin/fish",
  iproute2: "/usr/bin/ss",
  nftables: "/usr/sbin/nft",
  openssl: "/usr/bin/openssl",
  procps: "/usr/sbin/sysctl",
  strace: "/usr/bin/strace",
  tmux: "/usr/bin/tmux",
  zsh: "/usr/bin/zsh",
};

const run = (command, ...args) =>
  spawnSync(command, args, { stdio: "inherit", cwd: new URL("..", import.meta.url) }).status === 0;

function providePackages() {
  const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name]));
  if (missing.length === 0) return;
  const mayInstall = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  if (mayInstall) {
    console.log(`installing ${missing.join(", ")}`);
    run("apt-get", "update", "-qq");
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing);
  }
  const still = missing.filter((name) => !existsSync(PACKAGES[name]));
  if (still.length === 0) return;
  console.error(
    `\n!! ${still.join(", ")} is missing: the suites that need it are skipped. Install it with your package manager.\n`,
  );
  if (process.env.CI) process.exit(1);
}

const steps = [
  ["types", "npx", "tsc", "--noEmit"],
  ["lint", "npx", "biome", "check", "--error-on-warnings", "."],
  ["dead code", "npx", "knip"],
  ["build", "node", "scripts/build.mjs"],
  ["public types", "node", "scripts/types.mjs"],
  ["public types as a user has them", "npx", "tsc", "-p", "test/types"],
  ["package", "npx", "publint", "--strict", "--pack", "false"],
  ["suites", "npx", "vitest", "run"],
  ["chaos, in small", "node", "scripts/chaos.mjs", "--small", "--no-suites"],
];

providePackages();
for (const [name, ...command] of steps) {
  console.log(`\n— ${name}`);
  if (run(...command)) continue;
  console.error(`\n${name} failed`);
  process.exit(1);
}
