// `capacity=4 data.map=7`: what is typed to set a room, as the options that it means.
import { RoomOptions, RoomUpdate } from "../../protocol/shapes.ts";

export const updateKeys: readonly string[] = Object.keys(RoomUpdate.properties);
export const optionKeys: readonly string[] = Object.keys(RoomOptions.properties);

const TEXTS = ["password", "code"];

export type Settings = { settings: Record<string, unknown> } | { wrong: string };

/** Values as JSON where they are JSON, else as text; `wrong` is the pair that nothing can be set by. */
export function settingsOf(pairs: readonly string[], keys: readonly string[]): Settings {
  const settings: Record<string, unknown> = {};
  const data: [string, unknown][] = [];
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const value = typedValue(key, text);
    if (at > 0 && key.startsWith("data.") && key.length > 5) data.push([key.slice(5), value]);
    else if (at > 0 && keys.includes(key)) settings[key] = value;
    else return { wrong: pair };
  }
  if (data.length > 0) {
    settings.data = { ...(settings.data as object | undefined), ...Object.fromEntries(data) };
  }
  return { settings };
}

/** A password or code of digits is a text all the same. */
function typedValue(key: string, text: string): unknown {
  const value = jsonOrText(text);
  return TEXTS.includes(key) && typeof value === "number" ? text : value;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
