import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { textOf } from "../../../src/log/journal/wordsText.ts";
import { frozenJson } from "../../../src/run/world/frozenJson.ts";
import { message } from "../../../src/run/world/message.ts";

it("a voice is a frozen object of who and what, which nobody but a journal can tell from another", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.oneof(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom("9", "10", "a"), fc.boolean()),
      ) as fc.Arbitrary<Json>,
      (from, said) => {
        const words = frozenJson(said).value!;
        const heard = message(from, words);
        expect(heard).toEqual({ from, said: words });
        expect(Object.isFrozen(heard)).toBe(true);
        expect(Reflect.ownKeys(heard)).toEqual(["from", "said"]);
        expect(textOf(heard)).toBe(JSON.stringify(heard));
        expect(textOf({ ...heard })).toBeUndefined();
      },
    ),
  );
});
