import { readFileSync } from "node:fs";
import { afterAll, onTestFinished, type RunnerTestSuite, TestRunner } from "vitest";
import { compared } from "../numbers/compared.ts";
import { isUnder, numbersUnder } from "../numbers/numbersUnder.ts";

/** What a test file has read of a golden file, and how many of its readings have not ended yet. */
interface Reading {
  readonly paths: Set<string>;
  open: number;
}
const readings = new Map<string, Reading>();

/**
 * A file of reference numbers, as what the test says it is. What a test file is said to compare (tests/numbers/compared.ts) it must have read when its tests end, so that
 * no number is skipped silently.
 */
export function readGolden<Shape>(name: string): Shape {
  const file = [...(new Error().stack ?? "").matchAll(/tests\/[^\s:()]+\.test\.ts/g)][0]?.[0] ?? "";
  const key = `${file} ${name}`;
  const reading = readings.get(key) ?? { paths: new Set<string>(), open: 0 };
  readings.set(key, reading);
  const golden = JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8"));
  const wanted = compared[name]?.in[file];
  if (wanted !== undefined) {
    reading.open++;
    const ended = (): void => {
      reading.open--;
      if (reading.open > 0) return;
      const left = [...compared[name]!.given, ...Object.keys(compared[name]!.not ?? {})];
      const unread = numbersUnder(golden, wanted).filter(
        (path) => !reading.paths.has(path) && !left.some((part) => isUnder(path, part)),
      );
      if (unread.length > 0)
        throw new Error(
          `${file} does not compare ${unread.length} numbers of ${name}: ${unread.slice(0, 5).join(", ")}`,
        );
    };
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads what is destructured.
    if (TestRunner.getCurrentTest() === undefined) afterAll(({}, suite) => void (ranWhole(suite) && ended()));
    else onTestFinished(ended);
  }
  return watched(golden, "", reading.paths) as Shape;
}

/** Whether all tests ran and held: with some of them left out, or ended early, there is nothing to say. */
function ranWhole({ tasks }: Pick<RunnerTestSuite, "tasks">): boolean {
  return tasks.every((task) =>
    task.type === "suite" ? ranWhole(task) : task.mode === "run" && task.result?.state === "pass",
  );
}

/** A value that keeps the paths of the numbers that are read from it. */
function watched(value: unknown, path: string, paths: Set<string>): unknown {
  if (typeof value !== "object" || value === null) {
    paths.add(path);
    return value;
  }
  return new Proxy(value, {
    get(target, key, receiver) {
      const part: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol" || !Object.hasOwn(target, key)) return part;
      if (Array.isArray(target) && key === "length") return part;
      return watched(part, `${path}/${key}`, paths);
    },
  });
}
