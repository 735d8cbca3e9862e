import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const node = async (...args: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, ["--import", "tsx", ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
  });

it("the planning example chooses the cheapest plan that finds the effect", async () => {
  const { stdout } = await node("examples/planning.ts", "20");
  expect(stdout).toContain("first idea, half of them, 3 worlds: 24.00 is over the budget");
  expect(stdout).toMatch(/chosen: one in eight, one world, power (0\.[89]|1\.0)/);
}, 120_000);
