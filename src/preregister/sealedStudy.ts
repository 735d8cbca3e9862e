import type { TreatmentPlan } from "../../designs/plan.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { sha256 } from "../core/sha256.ts";
import { version } from "../core/version.ts";
import { networkHash } from "../network/networkHash.ts";
import { type RunSettings, runSettings } from "../run/runSettings.ts";
import { modelsAsked } from "../study/modelsAsked.ts";
import { isModel } from "../study/networkOf.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { studyData } from "../study/studyData.ts";
import { fieldUse } from "./fieldUse.ts";
import { namedContents } from "./namedContents.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

export type Mapping = { readonly [key: string]: Json | undefined };

/** Everything of a study that a preregistration fixes, as data: files by their content, lists by the names of their items. */
export interface SealedStudy {
  readonly format: 1;
  readonly spillway: string;
  readonly name: string;
  readonly studyHash: string;
  /** The study in the form of a study file with every default filled in, without what may change freely. */
  readonly study: Mapping;
  readonly conditions: readonly string[];
  readonly network: {
    readonly sha256: string;
    readonly agents: number;
    readonly edges: number;
    readonly directed: boolean;
  };
  readonly plan: {
    /** Of the arms of all agents in all worlds. */
    readonly assignment: string;
    readonly arms: readonly string[];
    readonly worlds: number;
  };
  /** Language models as the settings name them. */
  readonly models: readonly string[];
  /** Largest share of outcomes that may be missing without being a deviation. */
  readonly missing: number;
}

interface SealOptions {
  /** Settings of the run, where they are not those of the study. */
  readonly settings?: RunSettings;
  /** Largest share of outcomes that is expected to be missing, from 0 to 1. Default 0. */
  readonly missing?: number;
}

/** What a preregistration of a study fixes. Two studies that say the same, in whatever words and files, give the same. */
export function sealedStudy(
  { study, network, hash }: PreparedStudy,
  plan: TreatmentPlan,
  { settings = study.run ?? {}, missing = 0 }: SealOptions = {},
): SealedStudy {
  const { inquiry, answer: _, run: __, draws = 10_000, model, ...rest } = studyData(study) as Mapping;
  const { data, ...others } = rest as { readonly data: Mapping } & Mapping;
  const { ask, ...done } = data;
  const money = settings.budget?.money !== undefined;
  const { agents } = model as Mapping;
  const whole: Mapping = {
    ...others,
    model: { ...(isModel(study.model.network) ? { network: (model as Mapping).network } : {}), agents },
    inquiry: byName(inquiry as readonly Mapping[]),
    data: { ...done, ...(ask === undefined ? {} : { ask: inOrder(ask as readonly Mapping[]) }) },
    answer: study.answer.map(({ name, params }) => ({ kind: name, ...(params as Mapping) })),
    draws,
    run: runData(settings),
  };
  const plain = JSON.parse(canonicalJson(whole)) as Json;
  const told = namedContents(plain, study.folder);
  return {
    format: 1,
    spillway: version,
    name: study.name,
    studyHash: hash,
    study: asSealed(kept(told, [], money) as Json) as Mapping,
    conditions: study.data.expose.conditions,
    network: {
      sha256: networkHash(network),
      agents: network.n,
      edges: network.edges,
      directed: network.directed,
    },
    plan: {
      assignment: assignmentHash(plan),
      arms: plan.arms,
      worlds: plan.assignments.length,
    },
    models: modelsAsked(JSON.parse(canonicalJson({ agents, treat: data.treat })) as Json),
    missing,
  };
}

/** Data in the form in which it is sealed: without secrets, and what is too long to be read by its hash. */
export function asSealed(data: Json): Json {
  return short(withoutSecrets(data) ?? null);
}

/** SHA-256 of who is in which arm in which world. */
export function assignmentHash({
  agents,
  arms,
  assignments,
}: Pick<TreatmentPlan, "agents" | "arms" | "assignments">): string {
  return sha256(canonicalJson({ agents, arms: assignments.map((world) => world.map((arm) => arms[arm]!)) }));
}

/** Settings of the run that can change when it stops or what is answered, without limits as null. */
function runData(given: RunSettings): Mapping {
  const { budget, tries, reasks, timeout, floor, patience } = runSettings(given);
  const limit = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    budget: { calls: limit(budget.calls), tokens: limit(budget.tokens), money: limit(budget.money) },
    ...{ tries, reasks, timeout, floor, patience },
  };
}

/** Questions by their name: their order is no part of them. */
const byName = (list: readonly Mapping[]): Mapping =>
  Object.fromEntries(list.map(({ name, ...one }) => [String(name), one]));

/** Questions to agents by their name, with their place: they are asked one after the other. */
const inOrder = (list: readonly Mapping[]): Mapping =>
  Object.fromEntries(list.map(({ name, ...one }, k) => [String(name), { ...one, place: k + 1 }]));

/** Without the settings that may change freely; prices count where money stops the run. */
function kept(value: Json | undefined, path: readonly string[], money: boolean): Json | undefined {
  const price = money && path.includes("price");
  if (path.length > 0 && !price && fieldUse(path) === "harmless") return undefined;
  if (Array.isArray(value))
    return value.map((one: Json, k) => kept(one, [...path, String(k)], money) ?? null);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inside]) => {
      const left = kept(inside as Json, [...path, key], money);
      return left === undefined ? [] : [[key, left]];
    }),
  );
}

/** Entries of a list or mapping, and characters of a text, that are written down; longer ones are known by their hash. */
const LONGEST = { entries: 200, text: 8000 };

/** Data with what is too long to be read by its hash. */
function short(value: Json): Json {
  if (typeof value === "string")
    return value.length > LONGEST.text ? { sha256: sha256(value), characters: value.length } : value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Array.isArray(value) ? value.length : Object.keys(value).length;
  if (entries > LONGEST.entries) return { sha256: sha256(canonicalJson(value)), entries };
  if (Array.isArray(value)) return value.map((one: Json) => short(one));
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, short(inside as Json)]));
}
