import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { below, contentFaults, SECTIONS } from "./sections.ts";

/** What TypeDoc reads in place of the pages. */
export interface Stage {
  readonly readme: string;
  /** Paths of the pages at the top of the contents, in their order. */
  readonly documents: readonly string[];
}

/** The pages of the site but for its front page, by their paths from the root of the repository. */
export function sitePages(root: string): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join("docs", path.replaceAll("\\", "/")))
    .filter((path) => path.endsWith(".md") && path !== "docs/README.md");
  return [...docs.sort(), "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
}

/**
 * Writes the pages into a folder, each with a head that says its title, its section and what stands below it, which TypeDoc wants and
 * GitHub would show. Links to what is not on the site name the file of the repository instead.
 *
 * @param change what becomes of a page's text in the end.
 * @throws Error when a page is in no section, or has no heading.
 */
export function stage(root: string, folder: string, change: (page: string, text: string) => string): Stage {
  const pages = sitePages(root);
  const faults = contentFaults(pages);
  if (faults.length > 0) throw new Error(`docs/site/sections.ts: ${faults.join("; ")}`);
  cpSync(join(root, "docs"), join(folder, "docs"), {
    recursive: true,
    filter: (path) => !path.endsWith(".md") && relative(join(root, "docs"), path) !== "site",
  });
  const read = (page: string): string => readFileSync(join(root, page), "utf8");
  const write = (page: string, text: string): string => {
    const path = join(folder, page);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const put = (page: string, head: Readonly<Record<string, unknown>>): string => {
    const { title, body } = titled(read(page), page);
    const lines = Object.entries({ title, ...head }).map(
      ([key, value]) => `${key}: ${JSON.stringify(value)}`,
    );
    const text = `# ${title}\n${change(page, onSite(page, body, pages, root))}`;
    return write(page, `---\n${lines.join("\n")}\n---\n\n${text}`);
  };
  const documents = SECTIONS.flatMap(([group, list]) =>
    list.map((page) => {
      const children = below(page, pages);
      for (const child of children) put(child, {});
      const names = children.map((child) => posix.relative(posix.dirname(page), child));
      return put(page, { group, ...(names.length > 0 ? { children: names } : {}) });
    }),
  );
  const front = titled(read("README.md"), "README.md").body;
  return {
    readme: write("README.md", change("README.md", onSite("README.md", front, pages, root))),
    documents,
  };
}

/** A page's first heading, and what follows it. */
function titled(text: string, page: string): { readonly title: string; readonly body: string } {
  const found = /^# (.+)\n/m.exec(text);
  if (found === null) throw new Error(`${page}: the page has no heading`);
  return { title: found[1]!.replaceAll("`", ""), body: text.slice(found.index + found[0].length) };
}

/** The text with links only to what the site has. */
function onSite(page: string, text: string, pages: readonly string[], root: string): string {
  let fenced = false;
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith("```")) fenced = !fenced;
      if (fenced) return line;
      return line.replace(
        /(?<!!)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g,
        (link, words: string, target: string) => {
          if (/^(?:[a-z]+:|#)/.test(target)) return link;
          const [path, anchor] = target.split("#");
          const file = posix.join(posix.dirname(page), decodeURIComponent(path!));
          // The list of pages is the site's own contents.
          if (file === "docs/README.md") return words;
          if (pages.includes(file) || file === "README.md") return link;
          if (file.startsWith("docs/") && existsSync(join(root, file)) && !file.endsWith("/")) return link;
          return words.includes(file)
            ? words
            : `${words} (\`${file}${anchor === undefined ? "" : `#${anchor}`}\`)`;
        },
      );
    })
    .join("\n");
}
