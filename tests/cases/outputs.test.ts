import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readlinkSync, symlinkSync } from "node:fs";
import { expect } from "vitest";
import { program } from "../cli/program.ts";
import { theCase } from "./theCase.ts";

const ESTIMATE = [
  ...["estimate", "--network", "edges.csv", "--units", "units.csv", "--exposure", "own-arm", "--quiet"],
  ...["--design", '{"kind":"complete","treated":2}', "--contrast", "own=treated:control"],
];

theCase("bug-47-out-replaces-links-and-pipes", async (place) => {
  place.put("real.json", "original");
  symlinkSync("real.json", place.at("link.json"));
  expect((await place.spillway([...ESTIMATE, "--out", "link.json"])).code).toBe(0);
  expect(readlinkSync(place.at("link.json"))).toBe("real.json");
  expect((JSON.parse(place.read("real.json")) as { rows: unknown[] }).rows).toHaveLength(2);

  expect(spawnSync("mkfifo", [place.at("pipe")]).status).toBe(0);
  const reader = spawn("cat", [place.at("pipe")]);
  let got = "";
  reader.stdout.on("data", (piece: Buffer) => (got += piece.toString()));
  const read = new Promise((done) => reader.once("close", done));
  const into = await place.spillway([...ESTIMATE, "--out", "pipe"]);
  await read;
  expect([into.code, lstatSync(place.at("pipe")).isFIFO()]).toEqual([0, true]);
  expect(got).toMatch(/^contrast.*\n?.*own +hajek/s);

  // A link to standard output stays one too.
  symlinkSync("/proc/self/fd/1", place.at("mystdout"));
  const shell = [process.execPath, program, ...ESTIMATE, "--out", "mystdout"].map((word) => `'${word}'`);
  const { status, stdout } = spawnSync("sh", ["-c", `${shell.join(" ")} | cat`], {
    cwd: place.cwd,
    encoding: "utf8",
  });
  expect([status, readlinkSync(place.at("mystdout"))]).toEqual([0, "/proc/self/fd/1"]);
  expect(stdout).toContain("hajek");
});

theCase(
  "bug-49-standard-output-full",
  async ({ cwd }) => {
    const shell = [process.execPath, program, ...ESTIMATE, "--json"].map((word) => `'${word}'`).join(" ");
    const { status, stderr } = spawnSync("sh", ["-c", `${shell} > /dev/full`], { cwd, encoding: "utf8" });
    expect([status, stderr]).toEqual([
      1,
      "spillway: cannot write to standard output: no space is left there\n",
    ]);
  },
  !existsSync("/dev/full"),
);

// Control characters, those of the second hundred too, and the marks that turn the direction of what follows.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

theCase("fuzz-hostile-names", async (place) => {
  const { code, out, err } = await place.spillway(["run", "evil.json", "--out", "run"]);
  expect(code).toBe(0);
  for (const text of [out, err, place.read("run/units.csv"), place.read("run/estimates.csv")])
    expect(CONTROL.exec(text)?.index).toBeUndefined();
  // Formulas: neutral for spreadsheets in estimates.csv; exact in units.csv, which is read again.
  expect(place.read("run/estimates.csv")).toMatch(/^'=1\+1,hajek/m);
  expect(place.read("run/units.csv")).toMatch(/^0,2,\+1\+1,/m);
  const again = await place.spillway(["estimate", "evil.json", "--out", "run", "--json"]);
  expect(again.code).toBe(0);
  const page = place.read("run/report.html");
  expect(page).not.toMatch(/<script>alert|<img src=x|<svg onload/);
});
