import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cases } from "./cases.ts";
import { data } from "./theCase.ts";

test("every folder of inputs says what should come of it, and is tested once", () => {
  const folders = readdirSync(data, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  expect(Object.keys(cases)).toEqual(folders);
  const here = new URL(".", import.meta.url);
  const tested = readdirSync(here)
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) =>
      [...readFileSync(new URL(file, here), "utf8").matchAll(/theCase\(\s*"([^"]+)"/g)].map(
        ([, name]) => name!,
      ),
    )
    .sort();
  expect(tested).toEqual(folders);
});
