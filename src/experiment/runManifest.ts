import { existsSync, readFileSync } from "node:fs";
import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Agent, View } from "../agents/Agent.ts";
import type { Message, Population, PopulationSetting } from "../agents/Population.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { version } from "../core/version.ts";
import type { Spent } from "../run/calls/Spent.ts";
import type { FingerprintUse, ModelUse } from "../run/checks/modelChecks.ts";
import { armsOfWorld } from "../run/world/armsOfWorld.ts";
import { worldState } from "../run/world/worldState.ts";
import { modelsAsked } from "../study/modelsAsked.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { describeAa } from "./describeAa.ts";

/** Agents whose first prompt enters the hash of prompts: more would cost more than they tell. */
const PROMPTED = 100;

const NOTE =
  "The plan, the units and the estimates follow from the study and the journal. The answers of language models and programs do not: asked again, with the same seed too, they may answer otherwise. What they said is in the journal; making it again is not guaranteed.";

/** One process that worked on a run. */
interface Sitting {
  readonly start: string;
  /** Absent while it runs, and for ever when it was killed. */
  readonly end?: string;
  /** `complete`, or how it ended before: `killed` stands there once the next sitting has found that nothing did. Absent while it runs. */
  readonly ended?: string;
  /** Why it ended before its last turn, where that is known. */
  readonly because?: string;
  readonly spillway: string;
  readonly node: string;
  readonly platform: string;
}

/** Where the numbers of a run come from. */
export interface RunManifest {
  readonly format: 1;
  readonly hashes: {
    readonly plan: string;
    readonly study: string;
    readonly network: string;
    /** Of the settings of the agents. */
    readonly settings: string;
    /** Of what the first 100 agents of world 0 are asked in round 1; absent for agents without prompts. */
    readonly prompts?: string;
  };
  /** Of an A/A run: that it is one. */
  readonly aa?: string;
  readonly agents: string;
  readonly models: {
    /** As the settings of the agents name them. */
    readonly asked: readonly string[];
    /** As they named themselves; empty until the run is complete. */
    readonly returned: readonly ModelUse[];
    /** What the other side said of the configurations that answered; absent when it said nothing. */
    readonly fingerprints?: readonly FingerprintUse[];
  };
  readonly spent: Spent;
  readonly sittings: readonly Sitting[];
  readonly note: string;
}

/** What a manifest says before the first call. */
export async function newManifest(
  prepared: PreparedStudy,
  plan: TreatmentPlan,
): Promise<Omit<RunManifest, "sittings" | "spent">> {
  const { agents } = prepared.study.model;
  const aa = describeAa(prepared);
  const prompts = await promptsHash(prepared, plan, agents);
  return {
    format: 1,
    hashes: {
      plan: plan.hash,
      study: prepared.hash,
      network: plan.networkHash,
      settings: sha256(canonicalJson(agents.params)),
      ...present({ prompts }),
    },
    ...present({ aa }),
    agents: agents.name,
    models: { asked: modelsAsked(JSON.parse(canonicalJson(agents.params)) as Json), returned: [] },
    note: NOTE,
  };
}

/** The manifest of an earlier sitting, if there is one. */
export function readManifest(path: string): RunManifest | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Partial<RunManifest>;
    if (manifest.format === 1 && Array.isArray(manifest.sittings)) return manifest as RunManifest;
  } catch {
    // Said below, as for a manifest of another format.
  }
  throw new SpillwayError("manifest: wanted a manifest of format 1, got something else: move it away", {
    place: { file: path },
  });
}

/** A sitting of this process that begins now. */
export function newSitting(start: string): Sitting {
  return { start, spillway: version, node: process.version, platform: `${process.platform} ${process.arch}` };
}

async function promptsHash(
  { network, setting, streams, study, playing }: PreparedStudy,
  plan: TreatmentPlan,
  agents: Population,
): Promise<string | undefined> {
  const prompt = agents.prompt?.(setting satisfies PopulationSetting);
  if (!prompt) return undefined;
  const never: Agent = () => ({});
  const world = {
    network,
    world: 0,
    rounds: study.data.rounds,
    agentOf: () => never,
    rng: streams.run,
    ...playing,
  };
  const state = worldState(world, armsOfWorld(plan, network, 0));
  const views: View[] = network.ids.slice(0, PROMPTED).map((_, i) => state.view(i, 1));
  const asked: (readonly Message[])[] = [];
  for (const [i, view] of views.entries()) asked.push(await prompt(i)(view));
  return sha256(canonicalJson(asked));
}
