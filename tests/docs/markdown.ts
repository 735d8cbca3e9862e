/** A fenced block of code on a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of the page on which the text begins, from 1. */
  readonly line: number;
}

/** A link of a page to a file of the repository. */
export interface Link {
  readonly target: string;
  /** The part after #, if there is one. */
  readonly anchor: string | undefined;
  readonly line: number;
}

/** The fenced blocks of a page, in their order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; lines: string[]; line: number } | undefined;
  markdown.split("\n").forEach((line, k) => {
    if (!line.startsWith("```")) open?.lines.push(line);
    else if (open) {
      blocks.push({
        language: open.language,
        text: open.lines.map((one) => `${one}\n`).join(""),
        line: open.line,
      });
      open = undefined;
    } else open = { language: line.slice(3).trim(), lines: [], line: k + 2 };
  });
  if (open) throw new Error(`the block that begins in line ${open.line - 1} is never closed`);
  return blocks;
}

/** The name in a first line `# file: name` or `// file: name`. */
export function fileOf({ text }: Block): string | undefined {
  return /^(?:#|\/\/) file: (\S+)\n/.exec(text)?.[1];
}

/** Relative links, also of images, outside code. */
export function linksOf(markdown: string): Link[] {
  let fenced = false;
  return markdown.split("\n").flatMap((line, k) => {
    if (line.startsWith("```")) fenced = !fenced;
    if (fenced) return [];
    return [...line.replace(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)]
      .map(([, link, attribute]) => link ?? attribute!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target): Link => {
        const [path, anchor] = target.split("#");
        return { target: path!, anchor, line: k + 1 };
      });
  });
}

/** The anchors that the headings of a page get on GitHub. */
export function anchorsOf(markdown: string): string[] {
  return [...markdown.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
}
