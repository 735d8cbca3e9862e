import { expect, test } from "vitest";
import { blankKeys } from "../../../src/agents/endpoint/blankKeys.ts";

const key = 'sk-a/b"c+0123456789';

test("a key is blanked wherever it stands, also in a URL, in JSON and in Base64", () => {
  const clean = blankKeys([key], {});
  const shapes = [key, encodeURIComponent(key), JSON.stringify({ key }), Buffer.from(key).toString("base64")];
  const texts = shapes.map((shape) => `one ${shape} two ${shape}`);
  for (const text of texts) expect(clean(text)).not.toMatch(/0123456789|MDEyMzQ1/);
  expect(clean(texts[0]!)).toBe("one [key] two [key]");
});

test("so are the values of variables that are named like keys, and no others", () => {
  const environment = {
    OPENAI_API_KEY: "key-of-openai",
    HF_TOKEN: "token-of-hf",
    HOME: "/home/ann-alone",
    A_KEY: "short",
  };
  expect(blankKeys([], environment)("key-of-openai token-of-hf /home/ann-alone short")).toBe(
    "[key] [key] /home/ann-alone short",
  );
});

test("of two keys of which one begins with the other, both go whole", () => {
  expect(blankKeys(["12345678", "12345678-9"], {})("12345678-9 12345678")).toBe("[key] [key]");
});

test("a key with half a character is blanked too", () => {
  expect(blankKeys(["12345678\ud800"], {})("a 12345678\ud800 b")).toBe("a [key] b");
});

test("a key is blanked in the middle of Base64 of either alphabet, in hexadecimal digits, and in JSON inside JSON", () => {
  const clean = blankKeys([key], {});
  const around = ["", "x", "xy", "xyz"].flatMap((before) => ["", "z"].map((after) => before + key + after));
  for (const text of around) {
    const bytes = Buffer.from(text);
    const middle = Buffer.from(key.slice(1, -1)).toString("base64").slice(4, 20);
    for (const shape of [bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex")]) {
      expect(clean(shape)).toContain("[key]");
      expect(clean(shape)).not.toContain(middle);
      // What is left of the key is what it shares a digit with.
      expect(clean(shape).replace("[key]", "").length).toBeLessThan(2 * (text.length - key.length) + 8);
    }
  }
  const nested = JSON.stringify({ message: JSON.stringify({ authorization: `Bearer ${key}` }) });
  expect(clean(nested)).toBe('{"message":"{\\"authorization\\":\\"Bearer [key]\\"}"}');
});
