// Where this user's files lie, by the habits of each system.
import { homedir } from "node:os";
import { join } from "node:path";

/** History and settings of rooms. */
export function dataFolder(): string {
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (process.platform === "win32" && local) return join(local, "rtrooms", "data");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "rtrooms");
  return join(xdg || join(homedir(), ".local", "share"), "rtrooms");
}

/** What this user has saved, and what running servers leave for other commands. */
export function configFolder(): string {
  const { RTROOMS_CONFIG_DIR: own, XDG_CONFIG_HOME: xdg } = process.env;
  return own || join(xdg || join(homedir(), ".config"), "rtrooms");
}
