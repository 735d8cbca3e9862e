// The parts of the site's builder; site.long.test.ts builds it and looks at it in Chromium.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
// @ts-expect-error it is for browsers, and has no types.
import { printed as untyped } from "../../../docs/site/browser/printed.js";
import { linkFaults } from "../../../docs/site/linkFaults.ts";
import { contentFaults } from "../../../docs/site/sections.ts";
import { sitePages, stage } from "../../../docs/site/stage.ts";

const printed = untyped as (value: unknown) => string;
const folder = mkdtempSync(join(tmpdir(), "spillway-site-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every page is in the contents of the site, once", () => {
  expect(contentFaults(sitePages("."))).toEqual([]);
  expect(contentFaults([...sitePages("."), "docs/new.md"])).toEqual([
    "docs/new.md is in no section of the site",
  ]);
  expect(contentFaults(sitePages(".").filter((page) => page !== "docs/tutorial.md"))).toEqual([
    "docs/tutorial.md is in the contents, and no page",
  ]);
});

test("pages get a head with their title, and links only to what the site has", () => {
  const { documents, readme } = stage(".", folder, (_, text) => text);
  expect(documents[0]).toBe(join(folder, "docs/tutorial.md"));
  const index = readFileSync(join(folder, "docs/designs/index.md"), "utf8");
  expect(index).toMatch(
    /^---\ntitle: "Designs"\ngroup: "Design an experiment"\nchildren: \["bernoulli\.md",/,
  );
  const all = readFileSync(readme, "utf8");
  expect(all).not.toContain("](examples/");
  expect(all).toContain("](docs/tutorial.md)");
});

test("links that lead nowhere are found, each once, and others are not", () => {
  const site = join(folder, "built");
  mkdirSync(join(site, "lab"), { recursive: true });
  writeFileSync(join(site, "lab/index.html"), "<p>");
  writeFileSync(
    join(site, "index.html"),
    `<h1 id="here">x</h1><a href="#here">a</a><a href="#gone">b</a><a href="#gone">b</a><a href="two.html#a%20b">c</a>
     <a href="two.html#nothing">d</a><a href="three.html">e</a><img src="x.png"><a href="https://example.org/x">f</a>
     <a href="lab/index.html#/sandbox/abc">g</a><a href="lab/">h</a><a href="mailto:a@b">i</a><a href="">j</a>`,
  );
  writeFileSync(join(site, "two.html"), '<h2 id="a b">x</h2><a href="index.html#here">a</a>');
  expect(linkFaults(site)).toEqual([
    "index.html: #gone names a place that the page does not have",
    "index.html: three.html is not there",
    "index.html: two.html#nothing names a place that the page does not have",
    "index.html: x.png is not there",
  ]);
});

test("what a block prints in a browser is what Node prints, for texts, numbers and short plain data", () => {
  const plain = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.stringMatching(/^[a-z ']{0,8}$/),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        plain,
        fc.array(plain, { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z-]{1,5}$/), plain, { maxKeys: 3, noNullPrototype: true }),
      ),
      (value) => {
        const there = typeof value === "string" ? value : inspect(value);
        // Node breaks long lists into columns; pages print no such.
        if (there.includes("\n")) return;
        expect(printed(value)).toBe(there);
      },
    ),
    { seed: 4, numRuns: 500 },
  );
  expect(printed(new Float64Array([1, 0.5]))).toBe(inspect(new Float64Array([1, 0.5])));
  expect(printed(new Map([["a", 1]]))).toBe(inspect(new Map([["a", 1]])));
});
