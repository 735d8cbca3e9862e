import { expect, it } from "vitest";
import { shown } from "../../src/core/shown.ts";

it("leaves out what stands under the name of a key, a token, a password or an authorization, however deep", () => {
  const given = { url: "x", apiKey: "sk-1", a: [{ Authorization: "Bearer 2", password: "3" }], token: 4 };
  expect(shown(given)).toBe('{"url":"x","apiKey":"…","a":[{"Authorization":"…","passwo…');
  expect(shown({ token: "t" })).toBe('{"token":"…"}');
  expect(shown("sk-1")).toBe('"sk-1"');
});
