import { writeFileSync } from "node:fs";
import type { Told } from "./runPage.ts";
import { sameOutput, tidy } from "./sameOutput.ts";

/** Replaces the outputs on a page that are not true by the real ones. */
export function updatePage(path: string, markdown: string, outputs: readonly Told[]): void {
  const lines = markdown.split("\n");
  for (const { line, told, real } of [...outputs].reverse()) {
    if (sameOutput(told, real)) continue;
    const length = told.split("\n").length - 1;
    lines.splice(line - 1, length, ...tidy(real).split("\n"));
  }
  const text = lines.join("\n");
  if (text !== markdown) writeFileSync(path, text);
}
