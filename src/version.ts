// The version in package.json, which lies one folder up both from the sources and from the build.
import { readFileSync } from "node:fs";

const file = new URL("../package.json", import.meta.url);

export const version: string = (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
