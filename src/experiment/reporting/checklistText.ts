import type { ChecklistItem } from "./checklist.ts";

/** A checklist as Markdown: what the run says is ticked, what is left to the authors is a question. */
export function checklistText(title: string, items: readonly ChecklistItem[]): string {
  const groups = [...new Set(items.map(({ guideline }) => guideline))];
  const open = items.filter(({ question }) => question !== undefined).length;
  return `# Reporting checklist: ${escaped(title)}

${items.length - open} of ${items.length} points are filled from the run, ${open} hold a question for the authors. Points 1 to 8 follow the guidelines of Baltes et al. (arXiv 2508.15503, llm-guidelines.org) in words of ours; point 9 is what experiments report.

${groups
  .map(
    (group) => `## ${group}

${items
  .filter(({ guideline }) => guideline === group)
  .map(lineOf)
  .join("\n")}
`,
  )
  .join("\n")}`;
}

function lineOf({ level, asks, answer, question }: ChecklistItem): string {
  const box = question === undefined ? "[x]" : "[ ]";
  const told = answer === undefined ? "" : ` ${escaped(answer)}`;
  return `- ${box} **${asks}** (${level}).${told}${question === undefined ? "" : ` *Question:* ${question}`}`;
}

/** A text from a study or a run inside Markdown: shown, and no markup. */
const escaped = (text: string): string =>
  text.replaceAll(/[\r\n]+/g, " ").replaceAll(/[\\`*[\]<>#|]/g, "\\$&");
