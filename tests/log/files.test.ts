import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { loadOptional } from "../../src/log/files/loadOptional.ts";
import { readText } from "../../src/log/files/readText.ts";
import { writeFileWhole } from "../../src/log/files/writeFileWhole.ts";
import { readUnits } from "../../src/log/units/readUnits.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe("readText", () => {
  it("reads plain and gzipped text, whatever the file is called, without the byte order mark", async () => {
    expect(await readText(file("plain.txt", "naïve\n"))).toBe("naïve\n");
    expect(await readText(file("bom.txt", "\uFEFFx"))).toBe("x");
    expect(await readText(file("text.gz", gzipSync("naïve\n")))).toBe("naïve\n");
    expect(await readText(file("unnamed", gzipSync("x")))).toBe("x");
    expect(await readText(file("empty", ""))).toBe("");
  });

  it("reads standard input for -", () => {
    const script = `import { readText } from ${JSON.stringify(join(import.meta.dirname, "../../src/log/files/readText.ts"))}; process.stdout.write(await readText("-"));`;
    const call = file("stdin.mts", script);
    for (const input of [Buffer.from("naïve"), gzipSync("naïve")]) {
      const { stdout, stderr } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), call], {
        input,
      });
      expect([stdout.toString(), stderr.toString()]).toEqual(["naïve", ""]);
    }
  });

  it("says what is wrong with a file", async () => {
    const none = join(folder, "none.csv");
    await expect(readText(none)).rejects.toThrow(`there is no file "${none}"`);
    await expect(readText(folder)).rejects.toThrow(`wanted a file, got the folder "${folder}"`);
    const latin = file("latin.txt", new Uint8Array([0x6e, 0x61, 0xef]));
    await expect(readText(latin)).rejects.toThrow(
      `${latin}:1: the text is not UTF-8: it looks like ISO-8859-1 (Latin-1); save it as UTF-8`,
    );
    const cut = file("cut.gz", gzipSync("x".repeat(1000)).subarray(0, 20));
    await expect(readText(cut)).rejects.toThrow(`${cut}: the gzipped content is damaged or cut short`);
  });
});

describe("readUnits", () => {
  it("reads gzipped tables and names the file in errors", async () => {
    const good = file("units.csv.gz", gzipSync("agent,arm,outcome\na,control,1\n"));
    expect(await readUnits(good)).toEqual([{ world: 0, agent: "a", arm: "control", outcome: 1 }]);
    const bad = file("bad.csv", "agent,arm,outcome\na,control,NA\n");
    await expect(readUnits(bad)).rejects.toThrow(`${bad}:2: units: outcome must be a number, got "NA"`);
  });

  it("says how to install what Parquet needs, when it is not installed", async () => {
    const installed = await loadOptional("@duckdb/node-api", "x").then(
      () => true,
      () => false,
    );
    const path = join(folder, "none.parquet");
    await expect(readUnits(path)).rejects.toThrow(
      installed
        ? `reading Parquet: there is no file "${path}"`
        : "reading Parquet: needs the package @duckdb/node-api: install it with: npm install @duckdb/node-api",
    );
  });
});

describe("loadOptional", () => {
  it("loads what is there", async () => {
    expect(Object.keys(await loadOptional("zod", "x"))).toContain("z");
  });

  it("tells a package that is absent from one that does not load", async () => {
    await expect(loadOptional("@spillway/absent", "flying")).rejects.toThrow(
      "flying: needs the package @spillway/absent: install it with: npm install @spillway/absent",
    );
    const broken = file("broken.mjs", 'throw new Error("no such device");');
    await expect(loadOptional(broken, "flying")).rejects.toThrow(
      `flying: the package ${broken} does not load: no such device`,
    );
  });
});

describe("writeFileWhole", () => {
  it("writes a file, makes its folders, replaces it, and leaves nothing else behind", () => {
    const path = join(folder, "deep", "er", "out.json");
    writeFileWhole(path, "one");
    writeFileWhole(path, "two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(readdirSync(join(folder, "deep", "er"))).toEqual(["out.json"]);
  });

  it("leaves no temporary file when the name cannot be taken", () => {
    const taken = join(folder, "taken");
    mkdirSync(taken);
    expect(() => writeFileWhole(taken, "x")).toThrow(
      /^cannot write ".*taken": it is a folder: name a file in it$/,
    );
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
