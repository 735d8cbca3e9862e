import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { catalogues } from "../../src/study/catalogues.ts";
import { kindSchema } from "../../src/study-file/studyJsonSchema.ts";
import { anchorsOf, linksOf } from "./markdown.ts";
import { pages } from "./pages.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly version: string;
};

test("CITATION.cff is readable and names the version of the package", () => {
  expect(parse(readFileSync("CITATION.cff", "utf8"))).toMatchObject({
    title: "Spillway",
    version,
    license: "MIT",
  });
});

test.each([...pages])("every relative link of %s leads somewhere", (path, text) => {
  const broken = linksOf(text).flatMap(({ target, anchor, line }) => {
    const file = target === "" ? path : posix.join(posix.dirname(path), decodeURIComponent(target));
    if (!existsSync(file)) return [`${path}:${line}: there is no ${file}`];
    if (anchor === undefined || !file.endsWith(".md")) return [];
    const anchors = anchorsOf(readFileSync(file, "utf8"));
    return anchors.includes(anchor) ? [] : [`${path}:${line}: ${file} has no heading #${anchor}`];
  });
  expect(broken).toEqual([]);
});

describe("every kind of the catalogues has its page", () => {
  const rooms = ["designs", "exposures", "estimators", "agents"] as const;
  test.each(rooms)("%s, linked from the index of its folder", (room) => {
    const index = pages.get(`docs/${room}/index.md`)!;
    const kinds = catalogues[room].entries.map(({ kind }) => kind);
    expect(kinds.filter((kind) => !pages.has(`docs/${room}/${kind}.md`))).toEqual([]);
    const linked = linksOf(index).map(({ target }) => target);
    const ofRoom = [...pages.keys()]
      .filter((path) => path.startsWith(`docs/${room}/`) && !path.endsWith("/index.md"))
      .map((path) => posix.basename(path));
    expect(ofRoom.filter((page) => !linked.includes(page))).toEqual([]);
    // What several kinds of a room have in common has a page of its own.
    const shared = room === "estimators" ? ["intervals", "variance"] : [];
    expect(ofRoom.filter((page) => ![...kinds, ...shared].includes(page.slice(0, -3)))).toEqual([]);
  });

  test("networks, each by its name on the page of networks", () => {
    const page = pages.get("docs/networks.md")!;
    const kinds = catalogues.networks.entries.map(({ kind }) => kind);
    expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
  });

  test.each(rooms)("%s, whose page names every setting", (room) => {
    const silent = catalogues[room].entries.flatMap((entry) => {
      const page = pages.get(`docs/${room}/${entry.kind}.md`) ?? "";
      const settings = Object.keys(kindSchema(entry).properties as object).filter((name) => name !== "kind");
      return settings
        .filter((name) => !page.includes(`| \`${name}\` |`))
        .map((name) => `${entry.kind}: ${name}`);
    });
    expect(silent).toEqual([]);
  });
});
