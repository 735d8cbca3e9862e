import { describe, expect, test } from "vitest";
import { contentHash } from "../../../src/log/journal/contentHash.ts";
import { lineText } from "../../../src/log/journal/lineText.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import { lineOf } from "../../../src/parallel/redis/playOverRedis.ts";

const hash = contentHash({ action: { state: { 10: 1, 9: 2 } }, status: "ok" } as unknown as Turn);
const turn = `{"type":"turn","world":3,"round":1,"phase":"act","agent":"a","arm":"control","heard":[],"action":{"state":{"10":1,"9":2}},"status":"ok","attempts":1,"callId":"c","contentHash":"${hash}","ms":0,"at":""}`;

describe("a line from a worker", () => {
  test("is written as it came, also where parsing it would change the order of keys", () => {
    const line = lineOf(turn, 3, "redis");
    expect(JSON.stringify(line)).not.toBe(turn);
    expect(lineText(line)).toBe(turn);
  });

  test("is refused when it is of another world, or none", () => {
    expect(() => lineOf(turn, 4, "redis://host")).toThrow(
      "redis://host: run: wanted a line of world 4, got another",
    );
    expect(() => lineOf("null", 4, "redis://host")).toThrow("wanted a line of world 4, got another");
    expect(() => lineOf('{"type":"turn","world":4}', 4, "redis://host")).toThrow(
      "redis://host: journal: round of a turn must be a whole number of at least 1",
    );
  });
});
