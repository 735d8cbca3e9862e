import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { readNetwork } from "../../src/study-file/readNetwork.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-network-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const put = (name: string, text: string | Uint8Array): string => {
  const file = join(home, name);
  writeFileSync(file, text);
  return file;
};

describe("readNetwork", () => {
  const edges = "source,target\na,b\nb,c\n";

  test("reads edges, plain and gzipped, alike", async () => {
    const plain = await readNetwork(put("edges.csv", edges));
    expect(plain).toMatchObject({ n: 3, edges: 2, directed: false, ids: ["a", "b", "c"] });
    expect(await readNetwork(put("edges.csv.gz", gzipSync(edges)))).toEqual(plain);
  });

  test("turns edges round when their target influences their source", async () => {
    const file = put("follows.csv", edges);
    const agents = put("agents.csv", "agent\nc\nb\na\nalone\n");
    const network = await readNetwork(file, { directed: true, influence: "target-to-source", agents });
    expect(network.ids).toEqual(["a", "alone", "b", "c"]);
    // a hears b, b hears c.
    expect([...network.offsets]).toEqual([0, 1, 1, 2, 2]);
    expect([...network.sources]).toEqual([2, 3]);
  });

  test("names the file and the line of a mistake", async () => {
    const file = put("bad.csv", "source,target,weight\na,b,1\na,c,heavy\n");
    await expect(readNetwork(file)).rejects.toThrow(
      `${file}:3: network: weight must be a finite number above 0, got "heavy"`,
    );
  });
});
