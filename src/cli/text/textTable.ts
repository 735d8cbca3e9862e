import Table from "cli-table3";
import { colors } from "../output.ts";
import { plainText } from "./plainText.ts";

/** A table for a terminal: no lines but one below the header, numbers to the right. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const table = new Table({
    head: header.map((name) => colors.bold(name)),
    colAligns: header.map((_, k) => (right.includes(k) ? "right" : "left")),
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: "  ",
    },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map((cell) => plainText(cell)));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A text broken into lines of at most `width` characters, each with an indent. */
export function wrapped(text: string, indent = "", width = 96): string {
  const lines: string[] = [];
  let line = "";
  for (const word of plainText(text).split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > width - indent.length) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${indent}${one}`).join("\n");
}
