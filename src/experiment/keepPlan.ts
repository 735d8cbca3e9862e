import { existsSync, readFileSync } from "node:fs";
import { planHash } from "../../designs/draw.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { wantPlan } from "../../designs/wantPlan.ts";
import { canonicalJson } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { OutputOptions } from "../log/files/outputPlace.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";

/**
 * Writes a plan, or makes sure that the plan that is there already is the same: a plan is never replaced, because agents
 * may have acted on it.
 *
 * @param changes says what differs between the studies of two plans, where that is known.
 * @throws SpillwayError when another plan is there, saying what differs.
 */
export function keepPlan(
  path: string,
  plan: TreatmentPlan,
  { changes = () => [], ...options }: OutputOptions & { readonly changes?: () => readonly string[] } = {},
): void {
  if (!existsSync(path)) {
    wantPlan(plan);
    writeFileWhole(path, `${canonicalJson(plan)}\n`, options);
    return;
  }
  const there = readPlan(path);
  if (there.hash === plan.hash) return;
  const told = differences(there, plan, there.studyHash === plan.studyHash ? [] : changes());
  throw new SpillwayError(
    `plan: there is another plan already: ${told.join("; ")}: choose another folder, or go back to that study`,
    { place: { file: path } },
  );
}

/**
 * Reads a plan and checks that its hash is that of its content.
 *
 * @throws SpillwayError when there is no such file, it is no plan, or it was changed.
 */
export function readPlan(path: string): TreatmentPlan {
  if (!existsSync(path)) throw new SpillwayError(`plan: there is no file "${path}"`);
  return planOf(readFileSync(path, "utf8"), path);
}

/** The plan that a text holds; its file is for messages. @throws SpillwayError when it is no plan, or it was changed */
export function planOf(text: string, path: string): TreatmentPlan {
  const place = { file: path === "-" ? "(standard input)" : path };
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch (cause) {
    throw new SpillwayError("plan: wanted JSON, got something unreadable", { place, cause });
  }
  const { format } = (plan ?? {}) as { readonly format?: unknown };
  if (format !== 1)
    throw new SpillwayError(`plan: wanted a plan of format 1, got ${shown(format)}`, { place });
  wantPlan(plan, place);
  const { hash, ...rest } = plan;
  if (planHash(rest) !== hash)
    throw new SpillwayError(
      "plan: the content does not fit its hash: the file was changed after it was written",
      { place },
    );
  return plan;
}

const WORDS: readonly (readonly [keyof TreatmentPlan, string])[] = [
  ["seed", "its seed"],
  ["design", "its design"],
  ["networkHash", "its network"],
  ["studyHash", "its study"],
  ["spillway", "the version of Spillway that drew it"],
];

function differences(there: TreatmentPlan, here: TreatmentPlan, changes: readonly string[]): string[] {
  const found = WORDS.filter(
    ([key]) => canonicalJson(there[key] ?? null) !== canonicalJson(here[key] ?? null),
  ).flatMap(([key, words]) => {
    if (key === "studyHash" && changes.length > 0)
      return [`${words} is another one, where ${changes.join(", ")}`];
    // What differs in the study says more than the hash of what follows from it.
    if (key === "networkHash" && changes.length > 0) return [];
    return [`${words} is ${shown(there[key])} there and ${shown(here[key])} here`];
  });
  return found.length > 0 ? found : ["its assignments differ"];
}
