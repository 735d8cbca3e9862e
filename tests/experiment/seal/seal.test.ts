import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/core/sha256.ts";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { sealRun } from "../../../src/experiment/seal/sealRun.ts";
import { verifySeal } from "../../../src/experiment/seal/verifySeal.ts";
import { writeReport } from "../../../src/report/writeReport.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-seal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = join(folder, "run");
const archive = join(folder, "run.sealed.zip");
let hash = "";
let entries: Readonly<Record<string, Uint8Array>> = {};

beforeAll(async () => {
  const study = await parseStudy(`
seed: 5
model:
  network: { kind: small-world, n: 12, k: 2, rewire: 0.1 }
  agents: { kind: linear-in-means, spread: 1, direct: 1 }
inquiry: { total: [treated, control] }
data: { assign: { kind: complete, treated: 6 }, expose: own-arm, rounds: 2, worlds: 2 }
answer: [hajek]
`);
  const result = await runStudy(study, { out: run });
  if (!result.complete) throw new Error("the run is not complete");
  await writeReport(result, run, { statuses: {} });
  const sealed = await sealRun(run);
  ({ hash } = sealed);
  expect(sealed.file).toBe(archive);
  expect(sealed.leftOut).toEqual([]);
  entries = unzipSync(readFileSync(archive));
});

/** An archive of these entries, in their order. */
const archiveOf = (given: Readonly<Record<string, Uint8Array>>): string => {
  const file = join(folder, "made.zip");
  writeFileSync(file, zipSync(given));
  return file;
};

describe("a sealed run", () => {
  test("is one archive that any program unpacks, with every file of the folder, the same each time", async () => {
    expect(Object.keys(entries)[0]).toBe("SEAL.json");
    for (const [name, bytes] of Object.entries(entries))
      if (name !== "SEAL.json") expect(Buffer.from(bytes).equals(readFileSync(join(run, name)))).toBe(true);
    expect(Object.keys(entries)).toContain("journal.jsonl");
    const again = await sealRun(`${run}/`, join(folder, "again.zip"));
    expect(again.hash).toBe(hash);
    expect(readFileSync(again.file).equals(readFileSync(archive))).toBe(true);
  });

  test("is sound, beside its folder and by its hash, and its numbers come out the same", async () => {
    const found = await verifySeal(archive, { folder: run, hash });
    expect(found.faults).toEqual([]);
    expect(found.notes).toEqual([]);
    expect(found.hash).toBe(hash);
    expect(found.replayed).toEqual([
      { what: "units from the journal", same: true },
      { what: "assignments from the study", same: true },
      { what: "estimates from the units", same: true },
    ]);
  });

  test("leaves out links, and says so", async () => {
    const linked = join(folder, "linked");
    cpSync(run, linked, { recursive: true });
    symlinkSync("/etc/hostname", join(linked, "link"));
    const { leftOut, seal } = await sealRun(linked);
    expect(leftOut).toEqual(["link: a link or a device, not a file"]);
    expect(seal.files.map(({ path }) => path)).not.toContain("link");
  });

  test("is refused while the run goes on, and where there is none", async () => {
    const going = join(folder, "going");
    cpSync(run, going, { recursive: true });
    writeFileSync(join(going, "run.lock"), "{}");
    await expect(sealRun(going)).rejects.toThrow(/goes on, or was killed/);
    await expect(sealRun(folder)).rejects.toThrow(/there is no run/);
  });
});

describe("one changed byte", () => {
  test("in any line of any file is named with file and line", async () => {
    for (const [name, bytes] of Object.entries(entries)) {
      if (name === "SEAL.json") continue;
      const text = Buffer.from(bytes);
      const lines = text.toString("latin1").split("\n");
      for (const share of [0, 0.37, 0.99]) {
        const at = Math.min(text.length - 1, Math.floor(share * text.length));
        const changed = Buffer.from(text);
        changed[at]! ^= 1;
        let line = 1;
        for (let end = lines[0]!.length; end < at; end += 1 + lines[line]!.length, line++);
        const { faults } = await verifySeal(archiveOf({ ...entries, [name]: changed }), { replay: false });
        // A new line more or less moves the lines after it.
        expect(
          faults.map((one) => [one.file, one.line]),
          `${name} at ${at}`,
        ).toEqual([[name, line]]);
      }
    }
  });

  test("anywhere in the archive is found", async () => {
    const whole = readFileSync(archive);
    let damaged = 0;
    for (let at = 0; at < whole.length; at += 997) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 0x10;
      const file = join(folder, "flipped.zip");
      writeFileSync(file, changed);
      const { faults } = await verifySeal(file, { hash, replay: false });
      // The list at the end, dates and flags hold nothing of the run.
      if (at >= whole.indexOf("PK\u0001\u0002", "latin1")) break;
      const same = (() => {
        try {
          const there = unzipSync(changed);
          return Object.entries(entries).every(([name, bytes]) =>
            Buffer.from(there[name] ?? []).equals(bytes),
          );
        } catch {
          return false;
        }
      })();
      if (same) continue;
      damaged++;
      expect(faults.length, `byte ${at}`).toBeGreaterThan(0);
    }
    expect(damaged).toBeGreaterThan(10);
  });

  test("in a folder beside the archive", async () => {
    const other = join(folder, "other");
    cpSync(run, other, { recursive: true });
    const journal = join(other, "journal.jsonl");
    const lines = readFileSync(journal, "utf8").split("\n");
    lines[4] = lines[4]!.replace(/"round":\d/, '"round":9');
    writeFileSync(journal, lines.join("\n"));
    rmSync(join(other, "checks.json"));
    const { faults } = await verifySeal(archive, { folder: other, hash, replay: false });
    expect(faults.map(({ file, line }) => [file, line])).toEqual([
      [join(other, "checks.json"), undefined],
      [journal, 5],
    ]);
  });

  test("of a number that was sealed anew is found by the hash, and by making it again", async () => {
    const forged = join(folder, "forged");
    cpSync(run, forged, { recursive: true });
    const file = join(forged, "estimates.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/("estimate": -?\d)/, "$17"));
    const { file: made } = await sealRun(forged);
    const blind = await verifySeal(made);
    expect(blind.faults).toEqual([]);
    expect(blind.replayed.at(-1)).toMatchObject({
      same: false,
      because: expect.stringMatching(/line \d+ of estimates.json/),
    });
    expect(blind.notes.join()).toMatch(/no hash was given/);
    expect((await verifySeal(made, { hash, replay: false })).faults[0]).toMatchObject({ file: "SEAL.json" });
  });
});

describe("an archive from anybody", () => {
  const sealOf = (files: readonly object[]): Uint8Array =>
    strToU8(
      JSON.stringify({
        format: 1,
        spillway: "0.1.0",
        study: { name: "x", hash: "" },
        plan: { hash: sha256("") },
        complete: true,
        files,
      }),
    );
  const one = (path: string, bytes = 1): object => ({ path, bytes, sha256: sha256("a"), lines: "" });

  test.each(["../out", "/etc/passwd", "a/../../b", "C:\\x", "a//b", ".", "a\u0000b", ""])(
    "cannot name the path %j",
    async (path) => {
      const { faults, seal } = await verifySeal(archiveOf({ "SEAL.json": sealOf([one(path)]) }));
      expect(seal).toBeUndefined();
      expect(faults).toEqual([{ file: "SEAL.json", because: expect.stringMatching(/path/) }]);
    },
  );

  test("cannot unpack to more than it says", async () => {
    const file = archiveOf({
      "SEAL.json": sealOf([one("plan.json", 10)]),
      "plan.json": new Uint8Array(5_000_000),
    });
    const { faults } = await verifySeal(file);
    expect(faults).toEqual([
      { file: "plan.json", because: expect.stringMatching(/unpacks to more than was sealed/) },
    ]);
  });

  test("with files that were not sealed, or that are missing", async () => {
    const file = archiveOf({ "SEAL.json": sealOf([one("plan.json")]), "evil.sh": strToU8("a") });
    expect((await verifySeal(file)).faults).toEqual([
      { file: '"evil.sh"', because: "it was not sealed" },
      { file: "plan.json", because: "it is missing" },
    ]);
  });

  test.each([
    ["no archive", () => Buffer.from("hello")],
    ["an empty file", () => Buffer.alloc(0)],
    ["another archive", () => Buffer.from(zipSync({ "a.txt": strToU8("a") }))],
    ["a part", () => readFileSync(archive).subarray(0, 30)],
  ])("%s is told as such", async (_, bytes) => {
    const file = join(folder, "odd.zip");
    writeFileSync(file, bytes());
    expect((await verifySeal(file)).faults).toEqual([
      { file: "SEAL.json", because: expect.stringMatching(/does not begin with it.*spillway seal/) },
    ]);
  });

  test("a part of one names the file in which it breaks off, with the line", async () => {
    const file = join(folder, "part.zip");
    writeFileSync(file, readFileSync(archive).subarray(0, -readFileSync(archive).length * 0.6));
    const { faults } = await verifySeal(file, { replay: false });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every(({ because }) => /breaks off|missing/.test(because))).toBe(true);
  });

  test("a folder, and a file that is not there", async () => {
    await expect(verifySeal(run)).rejects.toThrow(/is a folder/);
    await expect(verifySeal(join(folder, "nothing"))).rejects.toThrow(/there is no file/);
    await expect(verifySeal(archive, { folder: join(folder, "nothing") })).rejects.toThrow(
      /there is no folder/,
    );
  });
});
