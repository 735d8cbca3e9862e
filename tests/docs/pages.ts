import { existsSync, readdirSync, readFileSync } from "node:fs";

/** The pages that people read: path from the repository's root, and text. */
export const pages: ReadonlyMap<string, string> = new Map(
  [
    ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].filter((path) => existsSync(path)),
    ...readdirSync("docs", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md"))
      .map((path) => `docs/${path}`)
      .sort(),
  ].map((path) => [path, readFileSync(path, "utf8")]),
);
