import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256, sha256Of } from "../../src/core/sha256.ts";

describe("SHA-256", () => {
  test("gives the digests of FIPS 180-2, appendix B, and of the empty text", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
  });

  test("agrees with Node's on any text, as UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
      }),
      { seed: 4 },
    );
  });

  test("of pieces is that of the whole", () => {
    expect(sha256Of([])).toBe(sha256(""));
    expect(sha256Of(["größe", "", "→", "😀"])).toBe(sha256("größe→😀"));
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (pieces) => {
        expect(sha256Of(pieces)).toBe(sha256(pieces.join("")));
      }),
      { seed: 5 },
    );
  });

  test("of pieces that cut a character of two units is still that of the whole", () => {
    expect(sha256Of("a😀b".split(""))).toBe(sha256("a😀b"));
    for (const before of ["", "a"]) {
      const long = before + "😀".repeat(20_000);
      expect(sha256Of(long.split(""))).toBe(sha256(long));
    }
  });
});
