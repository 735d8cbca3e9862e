import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { syntheticPanel } from "../../examples/panel/syntheticPanels.ts";
import { spillway } from "../cli/spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-panel-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const { panel } = syntheticPanel({ name: "command", known: false, direct: 0.5, counts: true }, "1");
writeFileSync(
  join(cwd, "panel.csv"),
  `agent,period,outcome,adopted\n${panel.periods
    .flatMap((period, t) =>
      panel.agents.map(
        (id, i) => `${id},${period},${panel.outcome[t]![i]},${panel.periods[panel.adopted[i]!] ?? ""}`,
      ),
    )
    .join("\n")}\n`,
);
const asked = ["panel", "panel.csv", "--design", '{"kind":"rollout","shares":[0.1,0.25,0.5]}'];

test("--message-passing adds its row to the command's answer, without an interval, and changes no other", () => {
  const args = [...asked, "--redraws", "100", "--no-cells", "--json"];
  const plain = spillway(args, { cwd });
  const more = spillway([...args, "--message-passing"], { cwd });
  expect([plain.code, more.code]).toEqual([0, 0]);
  const [without, found] = [plain, more].map(({ out }) => JSON.parse(out));
  const added = found.estimators.filter(
    ({ estimator }: { estimator: string }) => estimator === "message-passing",
  );
  expect(added).toMatchObject([
    {
      about: "everybody",
      estimate: expect.any(Number),
      withheld: expect.stringMatching(/periods are not randomized/),
      note: expect.stringMatching(/^\d+ batches of \d+/),
    },
  ]);
  expect(added[0].ci).toBeUndefined();
  expect(found.rule).toBe("panel-rule-3");
  expect({
    ...found,
    estimators: found.estimators.filter((one: unknown) => one !== added[0]),
  }).toEqual(without);
});
