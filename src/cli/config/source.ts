// A configuration file as text: JSON with comments, in which every value knows its line.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { usageError } from "../exit.ts";

/** Something that is wrong with the file, and where. */
export interface Problem {
  offset: number;
  message: string;
}

export type Path = readonly string[];

const SYNTAX: Record<string, string> = {
  InvalidSymbol: "this is no JSON; texts stand in double quotes",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "a name in double quotes is expected here",
  ValueExpected: "a value is expected here",
  ColonExpected: "a colon is missing before this",
  CommaExpected: "a comma is missing before this",
  CloseBraceExpected: "a } is missing",
  CloseBracketExpected: "a ] is missing",
  EndOfFileExpected: "nothing is expected after the end",
  UnexpectedEndOfComment: "this comment does not end",
  UnexpectedEndOfString: "this text does not end",
};

export class ConfigSource {
  /** As it was named. */
  readonly file: string;
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  readonly #text: string;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
    const errors: ParseError[] = [];
    this.root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    // One slip makes the parser complain more than once.
    const lines = new Set<number>();
    this.problems = errors.flatMap(({ error, offset }) => {
      const { line } = this.place(offset);
      if (lines.has(line)) return [];
      lines.add(line);
      return { offset, message: SYNTAX[printParseErrorCode(error)] ?? "this is no JSON" };
    });
  }

  node(path: Path): Node | undefined {
    return this.root && findNodeAtLocation(this.root, [...path]);
  }

  value(path: Path): unknown {
    const node = this.node(path);
    return node && getNodeValue(node);
  }

  /** Names of an object's settings. */
  names(path: Path): string[] {
    const value = this.value(path);
    return typeof value === "object" && value !== null ? Object.keys(value) : [];
  }

  /** Counted from 1. */
  place(offset: number): { line: number; column: number } {
    const before = this.#text.slice(0, offset).split("\n");
    return { line: before.length, column: before.at(-1)!.length + 1 };
  }

  where(path: Path): string {
    const node = this.node(path);
    return `${this.file}:${this.place(node?.offset ?? 0).line}`;
  }

  /** What a file names is where the file lies, wherever the server is started. */
  beside(path: string): string {
    return resolve(dirname(this.file), path);
  }
}

export function readSource(file: string): ConfigSource {
  try {
    return new ConfigSource(file, readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw usageError(`The configuration ${file} can't be read: ${why}.`, "Name one that can: --config FILE");
  }
}
