#!/usr/bin/env node
// The executable: checks the Node version before anything that an older one could not even parse is loaded.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`rtrooms needs Node 20.19 or later; this is ${process.version}.`);
  process.exit(1);
}
await import("../dist/cli.js");
