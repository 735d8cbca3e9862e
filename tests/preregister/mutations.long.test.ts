import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { canonicalJson, type Json } from "../../src/core/canonicalJson.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { Deviation } from "../../src/preregister/Deviation.ts";
import { deviationsOf } from "../../src/preregister/deviationsOf.ts";
import { fieldUse } from "../../src/preregister/fieldUse.ts";
import { type SealedStudy, sealedStudy } from "../../src/preregister/sealedStudy.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { studyData } from "../../src/study/studyData.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { studyJsonSchema } from "../../src/study-file/studyJsonSchema.ts";
import { folderOf, STUDIES } from "./sealedStudies.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function folder(changed: Readonly<Record<string, string>> = {}): string {
  const made = folderOf(changed);
  folders.push(made);
  return made;
}
const home = folder();

type Data = Record<string, Json>;

async function studyAt(text: string, where: string): Promise<{ sealed: SealedStudy; data: Data }> {
  const file = join(where, "study.yaml");
  writeFileSync(file, text);
  const study = await readStudy(file);
  const prepared = prepareStudy(study);
  return {
    sealed: sealedStudy(prepared, planStudy(study, prepared)),
    data: JSON.parse(canonicalJson(studyData(study))) as Data,
  };
}

/** Kinds that need no settings, for a kind that is given as a text. */
const KINDS = ["own-arm", "any-treated", "hajek", "horvitz-thompson", "difference-in-means", "karate-club"];

/** Values that may stand in the place of another: near ones, and words that settings know. */
function others(value: Json): Json[] {
  if (typeof value === "number") return [value + 1, value / 2, value - 1, (1 + value) / 2];
  if (typeof value === "boolean") return [!value];
  if (typeof value === "string") {
    const words = CHOICES.filter((list) => list.includes(value))
      .flat()
      .slice(0, 6);
    const conditions = ["both", "indirect", "treated", "control"];
    return [`${value}x`, ...words, ...(KINDS.includes(value) ? KINDS : []), ...conditions].filter(
      (one) => one !== value,
    );
  }
  if (Array.isArray(value)) return [value.slice(0, -1), [...value].reverse()] as Json[];
  return [];
}

/** Every place in data, with its value; mappings and lists too, whose items can go. */
function places(value: Json, path: readonly string[] = []): { path: readonly string[]; value: Json }[] {
  const inside =
    typeof value !== "object" || value === null
      ? []
      : Object.entries(value).flatMap(([key, one]) => places(one as Json, [...path, key]));
  return path.length === 0 ? inside : [{ path, value }, ...inside];
}

function changed(data: Json, path: readonly string[], value: Json | undefined): Json {
  const copy = structuredClone(data) as Json;
  let at = copy as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) {
    if (Array.isArray(at)) at.splice(Number(last), 1);
    else delete at[last];
  } else at[last] = value;
  return copy;
}

/** The lists of words that a schema offers. */
function choicesOf(schema: unknown): string[][] {
  if (typeof schema !== "object" || schema === null) return [];
  const { enum: some = [] } = schema as { enum?: unknown[] };
  const own = some.filter((word): word is string => typeof word === "string");
  return [...(own.length > 0 ? [own] : []), ...Object.values(schema).flatMap(choicesOf)];
}
const CHOICES = choicesOf(studyJsonSchema());

/** Whether a place is one of those that a deviation may name for a change at a path. */
function isAbout(deviation: Deviation, path: readonly string[], before: Data): boolean {
  const named = deviation.path.split(".");
  const wanted = path.map((key, k) => {
    // Lists of inquiries, questions and estimators are known by their names.
    const list = { inquiry: "name", answer: "kind" }[path[0]!];
    if (k === 1 && list)
      return String((before[path[0]!] as readonly Data[] | undefined)?.[Number(key)]?.[list]);
    if (k === 2 && path[0] === "data" && path[1] === "ask")
      return String(((before.data as Data).ask as readonly Data[])[Number(key)]?.name);
    return key;
  });
  const length = Math.min(named.length, wanted.length);
  return named.slice(0, length).every((key, k) => key === wanted[k]);
}

describe("a study that was changed at one place", () => {
  test.each(Object.keys(STUDIES))(
    "%s: every setting that is sealed is a deviation, and no other is",
    async (name) => {
      const base = await studyAt(STUDIES[name]!, home);
      const given = parse(STUDIES[name]!) as Data;
      const missed: string[] = [];
      const invented: string[] = [];
      const done = { sealed: 0, harmless: 0 };
      // What is written by hand, and what its defaults are.
      const whole = {
        ...given,
        answer: base.data.answer!,
        confidence: base.data.confidence!,
        data: {
          ...(given.data as Data),
          assign: (given.data as Data).assign!,
          expose: (base.data.data as Data).expose!,
        },
      };
      for (const { path, value } of places(whole)) {
        let tried = 0;
        for (const other of [undefined, ...others(value)]) {
          if (tried >= 2) break;
          const text = stringify(changed(whole, path, other));
          let found: Awaited<ReturnType<typeof studyAt>>;
          try {
            found = await studyAt(text, home);
          } catch (cause) {
            if (!(cause instanceof SpillwayError)) throw cause;
            continue;
          }
          tried++;
          const told = deviationsOf(base.sealed, found.sealed);
          const same = canonicalJson(base.data) === canonicalJson(found.data);
          const what = `${path.join(".")} = ${JSON.stringify(other)}`;
          if (fieldUse(path) === "harmless" || same) {
            const price = path.includes("price") || path.at(-1) === "money";
            done.harmless++;
            if (told.length > 0 && !price)
              invented.push(`${what}: ${told.map(({ words }) => words).join("; ")}`);
            continue;
          }
          // A network is what it is, whatever it is made of.
          if (path[1] === "network" && found.sealed.network.sha256 === base.sealed.network.sha256) continue;
          const shape =
            path[0] === "inquiry" ? ["inquiry", String(path[1] ?? "")].filter((key) => key !== "") : path;
          const about = told.some((one) =>
            shape === path
              ? isAbout(one, path, base.data)
              : one.path.startsWith(shape.join(".")) || (path.length === 1 && one.path.startsWith("inquiry")),
          );
          done.sealed++;
          if (!about) missed.push(`${what}: ${told.map((one) => one.path).join(", ") || "nothing"}`);
        }
      }
      expect({ missed, invented }).toEqual({ missed: [], invented: [] });
      expect(done.sealed).toBeGreaterThan(name === "command" || name === "looks" ? 15 : 25);
      expect(done.harmless).toBeGreaterThan(2);
    },
  );
});
