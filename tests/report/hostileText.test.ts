import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { estimatesSvg } from "../../src/report/figures/estimatesSvg.ts";
import { networkSvg } from "../../src/report/figures/networkSvg.ts";
import type { ReportInput } from "../../src/report/ReportInput.ts";
import { renderReport } from "../../src/report/renderReport.ts";
import { sampleReport } from "./sampleReport.ts";

const sample = sampleReport(60);

async function open(report: ReportInput): Promise<Document> {
  return new JSDOM(await renderReport(report)).window.document;
}

const HOSTILE = `</title></style></svg><script>alert(1)</script><img src="https://evil.example/x" onerror='alert(2)'>"&amp;\u0000\u202E\uD800]]>{{x}}\${y}`;
/** Every text of the value replaced; texts that the report compares with each other stay consistent. */
function poisoned<T>(value: T): T {
  if (typeof value === "string") return `${HOSTILE}${value}` as T;
  if (Array.isArray(value)) return value.map(poisoned) as T;
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === "method" ? inner : poisoned(inner),
  ]);
  return Object.fromEntries(entries) as T;
}

describe("renderReport and hostile text", () => {
  it("puts no script, handler, or outside address into the page, whatever text stands in every field", async () => {
    const page = await open(poisoned(sample));
    expect(
      page.querySelectorAll("script, img, iframe, object, embed, form, base, foreignObject").length,
    ).toBe(0);
    for (const element of page.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        expect(name.startsWith("on"), `${element.tagName} has ${name}`).toBe(false);
        if (/href|src|action|data$/i.test(name))
          expect(value).toMatch(
            /^(#note-\d+|data:,|data:(image\/svg\+xml|text\/csv);base64,[A-Za-z0-9+/]+=*)$/,
          );
        const file = /^data:image\/svg\+xml;base64,(.*)$/.exec(value)?.[1];
        if (file !== undefined) {
          const svg = new JSDOM(Buffer.from(file, "base64").toString(), { contentType: "image/svg+xml" });
          expect(svg.window.document.querySelectorAll("script, img, image, foreignObject, a").length).toBe(0);
        }
      }
    }
    expect(page.querySelectorAll("title").length).toBe(1 + 5 + 60);
    expect(page.querySelector("h1")?.textContent).toContain(
      "</title></style></svg><script>alert(1)</script>",
    );
  });

  it("keeps all of a hostile text readable, with control characters and half characters shown as U+FFFD", async () => {
    const page = await open({ ...sample, title: HOSTILE });
    expect(page.querySelector("h1")?.textContent).toBe(HOSTILE.replace(/\0|\uD800/g, "\uFFFD"));
    expect(page.title).toContain("<script>alert(1)</script>");
  });

  it("lets ids be the names of object properties", async () => {
    const network = fromEdges([
      ["__proto__", "constructor"],
      ["constructor", "<b>"],
    ]);
    const page = await open({
      ...sample,
      network,
      positions: { x: Float64Array.of(0, 0.5, 1), y: Float64Array.of(0, 1, 0) },
      assignment: [0, 1, 0],
      condition: [1, 2, 1],
    });
    const names = [...page.querySelectorAll("#network-picture path > title")].map(
      (title) => title.textContent,
    );
    const place = (k: number): string =>
      k === 1 ? "treated, condition direct" : "control, condition indirect";
    expect(names.sort()).toEqual(network.ids.map((id, k) => `${id}: ${place(k)}`).sort());
    expect(network.ids.toSorted()).toEqual(["<b>", "__proto__", "constructor"]);
  });

  it("forbids everything but inline style and data images by its policy", async () => {
    const page = await open(sample);
    const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content");
    expect(policy).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
    );
  });

  it("refuses figure ids that could break out of an attribute", async () => {
    const message = 'figure: id must be a letter followed by letters, digits and hyphens, got "a\\"b"';
    expect(() => networkSvg(sample, { id: 'a"b' })).toThrow(message);
    await expect(estimatesSvg(sample, { id: 'a"b' })).rejects.toThrow(message);
  });
});
