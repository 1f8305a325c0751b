// Tables of the documents, as tests hold them against what they are about.
import { readFileSync } from "node:fs";

export const documentText = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

/** The rows of the tables under a heading, as cells. */
export function rowsUnder(document: string, heading: string): string[][] {
  const section = documentText(document).split(`## ${heading}\n`)[1]!.split("\n## ")[0]!;
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** What is set in code in a cell. */
export const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
