import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program } from "./program.ts";
import { type Outcome, spillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-places-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const at = (name: string): string => join(cwd, name);
const read = (name: string): string => readFileSync(at(name), "utf8");

writeFileSync(at("edges.csv"), "source,target\na,b\nb,c\nc,d\nd,a\n");
writeFileSync(at("units.csv"), "agent,arm,outcome\na,control,1\nb,treated,2\nc,control,3\nd,treated,4\n");
writeFileSync(
  at("study.yaml"),
  `seed: 1
model: { network: { kind: ring-lattice, n: 8, k: 2 }, agents: { kind: linear-in-means } }
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 4 }, expose: own-arm, rounds: 1 }
answer: [hajek]
`,
);
const FILES = [
  "--network",
  "edges.csv",
  "--design",
  '{"kind":"complete","treated":2}',
  "--exposure",
  "own-arm",
];
const estimate = (out: string): readonly string[] => [
  ...["estimate", ...FILES, "--units", "units.csv", "--contrast", "own=treated:control", "--out", out],
];
/** Every option that names a file to write. */
const options: Readonly<Record<string, (out: string) => readonly string[]>> = {
  "estimate --out": estimate,
  "probabilities --out": (out) => ["probabilities", ...FILES, "--out", out],
  "check --out": (out) => ["check", "study.yaml", "--out", out],
  "designs --out": (out) => ["designs", "--network", "edges.csv", "--draws", "10", "--out", out],
  "designs --picture": (out) => ["designs", "--network", "edges.csv", "--draws", "10", "--picture", out],
  "report --out": (out) => ["report", "run", "--out", out],
  "trace --out": (out) => ["trace", "run", "--out", out],
  "run --otel": (out) => ["run", "study.yaml", "--out", "run", "--otel", out],
};
beforeAll(() => {
  expect(spillway(["run", "study.yaml", "--out", "run"], { cwd }).code).toBe(0);
});

/** A command may break off in words, and leaves nothing else behind. */
function wantRefused({ code, err }: Outcome, because: RegExp): void {
  expect(code).toBe(2);
  expect(err).toMatch(because);
  expect(readdirSync(cwd).filter((name) => name.endsWith(".tmp"))).toEqual([]);
}

describe("what stands where a command writes", () => {
  test.each(Object.keys(options))("is kept with all it carries: %s", (option) => {
    const run = (out: string): Outcome => spillway(options[option]!(out), { cwd });
    const ending = option.includes("picture") ? ".svg" : ".json";
    const [plain, link, other, folder] = ["plain", "link", "other", "folder"].map(
      (name) => `${option.replaceAll(/\W/g, "")}-${name}${ending}`,
    ) as [string, string, string, string];
    writeFileSync(at(plain), "what stood here", { mode: 0o640 });
    linkSync(at(plain), at(other));
    symlinkSync(plain, at(link));
    const before = statSync(at(plain));
    expect(run(plain).code).toBe(0);
    const text = read(plain);
    expect(text).not.toContain("what stood here");
    expect(read(other)).toBe(text);
    expect(statSync(at(plain))).toMatchObject({ mode: before.mode, ino: before.ino, uid: before.uid });
    writeFileSync(at(plain), "a longer text than that which comes now: ".repeat(100_000));
    expect(run(link).code).toBe(0);
    expect(readlinkSync(at(link))).toBe(plain);
    expect(read(plain)).toBe(text);
    mkdirSync(at(folder));
    wantRefused(run(folder), /it is a folder: name a file in it/);
    expect(readdirSync(at(folder))).toEqual([]);
    expect(readdirSync(cwd).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("a link that leads nowhere or in a circle, a socket, and what is read-only are refused", async () => {
    symlinkSync("nowhere", at("dangling.json"));
    wantRefused(spillway(estimate("dangling.json"), { cwd }), /a link to "nowhere", where nothing is/);
    expect([existsSync(at("nowhere")), readlinkSync(at("dangling.json"))]).toEqual([false, "nowhere"]);
    symlinkSync("circle-2.json", at("circle.json"));
    symlinkSync("circle.json", at("circle-2.json"));
    wantRefused(spillway(estimate("circle.json"), { cwd }), /a link that leads in a circle/);
    writeFileSync(at("frozen.json"), "kept", { mode: 0o444 });
    wantRefused(spillway(estimate("frozen.json"), { cwd }), /it is read-only: make it writable/);
    expect(read("frozen.json")).toBe("kept");
    symlinkSync("frozen.json", at("to-frozen.json"));
    wantRefused(spillway(estimate("to-frozen.json"), { cwd }), /it is read-only/);
    const server = createServer().listen(at("socket.json"));
    await new Promise((ready) => server.once("listening", ready));
    wantRefused(spillway(estimate("socket.json"), { cwd }), /it is a socket/);
    expect(lstatSync(at("socket.json")).isSocket()).toBe(true);
    server.close();
    wantRefused(spillway(estimate("units.csv/out.json"), { cwd }), /a part of the path is a file/);
  });

  test("a pipe and a terminal are written into", async () => {
    spawnSync("mkfifo", [at("pipe.json")]);
    const reader = spawn("cat", [at("pipe.json")]);
    let got = "";
    reader.stdout.on("data", (piece: Buffer) => (got += piece.toString()));
    const ended = new Promise((done) => reader.on("close", done));
    expect(spillway(estimate("pipe.json"), { cwd }).code).toBe(0);
    await ended;
    expect(JSON.parse(got)).toHaveProperty("rows");
    expect(lstatSync(at("pipe.json")).isFIFO()).toBe(true);
    symlinkSync("/dev/null", at("null.json"));
    expect(spillway(estimate("null.json"), { cwd }).code).toBe(0);
    expect(readlinkSync(at("null.json"))).toBe("/dev/null");
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
    // What a process has open is written into, and is not another file afterwards.
    symlinkSync("/proc/self/fd/1", at("stdout.json"));
    const words = [process.execPath, program, ...estimate("stdout.json")]
      .map((word) => `'${word}'`)
      .join(" ");
    const { status, stdout } = spawnSync("sh", ["-c", `${words} | cat`], { cwd, encoding: "utf8" });
    expect([status, Object.keys(JSON.parse(stdout) as object)]).toEqual([0, ["rows", "experiment"]]);
    expect(readlinkSync(at("stdout.json"))).toBe("/proc/self/fd/1");
  });
});

describe("a run's folder", () => {
  test("and its files are readable by their owner only; links in it are never followed", () => {
    writeFileSync(at("target.txt"), "kept");
    mkdirSync(at("linked"));
    for (const name of [
      "plan.json",
      "study.json",
      "manifest.json",
      "units.csv",
      "report.html",
      "estimates.csv",
    ])
      if (name !== "plan.json") symlinkSync("../target.txt", join(at("linked"), name));
    expect(spillway(["run", "study.yaml", "--out", "linked"], { cwd }).code).toBe(2);
    rmSync(join(at("linked"), "manifest.json"));
    expect(spillway(["run", "study.yaml", "--out", "linked"], { cwd }).code).toBe(0);
    expect(read("target.txt")).toBe("kept");
    symlinkSync("target.txt", at("linked/redis.json"));
    mkdirSync(at("journal"));
    symlinkSync("../target-2.txt", at("journal/journal.jsonl"));
    expect(spillway(["run", "study.yaml", "--out", "journal"], { cwd }).code).toBe(2);
    expect(existsSync(at("target-2.txt"))).toBe(false);
    expect(spillway(["run", "study.yaml", "--out", "deep/private"], { cwd }).code).toBe(0);
    expect(statSync(at("deep/private")).mode & 0o777).toBe(0o700);
    const modes = readdirSync(at("deep/private")).map(
      (name) => statSync(at(`deep/private/${name}`)).mode & 0o777,
    );
    expect([modes.length, ...new Set(modes)]).toEqual([9, 0o600]);
  });
});
