import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const node = async (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, ["--import", "tsx", ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
  });

it("the demo prints the truth, the naive answer and ours, says why the naive one is wrong, and writes the report", async () => {
  const out = join(mkdtempSync(join(tmpdir(), "demo-")), "run");
  const { stdout, stderr } = await node("src/cli/main.ts", "demo", "--out", out);
  const row = (contrast: string, estimator: string): string[] => {
    const line = stdout.split("\n").find((text) => text.startsWith(contrast) && text.includes(estimator))!;
    return line.replace(" (naive)", "").split(/\s{2,}/);
  };
  // Both contrasts' truths stand in the study's table of outcomes: 3.8 − 2 and 2.8 − 2.
  for (const estimator of ["hajek", "horvitz-thompson", "difference-in-means"]) {
    expect(row("total", estimator)[2]).toBe("1.800");
    expect(row("spillover", estimator)[2]).toBe("0.8000");
  }
  const [low, high] = row("total", "hajek")[5]!.split(" to ").map(Number);
  expect(low).toBeLessThan(1.8);
  expect(high).toBeGreaterThan(1.8);
  expect(stdout).toContain(
    "The naive estimate of total is wrong: 2.13 (1.96 to 2.30) where the truth is 1.80",
  );
  expect(stderr).toContain(`the report is ${join(out, "report.html")}`);
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Spillover among 400 agents");
});

it("the Krupina example prints the peer's plain estimates and effects by exposure with intervals", async () => {
  const { stdout } = await node("examples/krupina/krupina.ts");
  // peer_estimates.csv, seed 0, t = 6: dim 0.00630092440868, ht 0.03862150920974.
  expect(stdout).toMatch(/own difference-in-means: 0\.0063 /);
  expect(stdout).toMatch(/own horvitz-thompson: 0\.0386 /);
  for (const contrast of ["direct", "spillover", "total"]) {
    expect(stdout).toMatch(
      new RegExp(`${contrast} hajek: -?0\\.\\d{4} \\(-?0\\.\\d{4} to -?0\\.\\d{4}\\), about 972 people`),
    );
  }
});

it("the figure of the README is there", () => {
  expect(existsSync(join(root, "docs/figure.svg"))).toBe(true);
});
