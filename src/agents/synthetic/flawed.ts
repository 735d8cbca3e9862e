import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { explainIssue } from "../../core/explainIssue.ts";
import { finite, probability, wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import type { Network } from "../../network/Network.ts";
import type { Action, Agent, Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import { drawsChance } from "../drawsChance.ts";
import type { Population } from "../Population.ts";
import { conditionalCooperator } from "./conditionalCooperator.ts";
import { degroot } from "./degroot.ts";
import { exposureResponse } from "./exposureResponse.ts";
import { independentCascade } from "./independentCascade.ts";
import { linearInMeans } from "./linearInMeans.ts";
import { threshold } from "./threshold.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface FlawedSettings {
  /** The agents behind: a kind, or a mapping with a kind and its settings. */
  readonly agents: string | { readonly kind: string; readonly [setting: string]: unknown };
  /** Chance that an agent's outcome is missing, from 0 to 1, or that chance by the name of its arm; default 0. */
  readonly missing?: number | Readonly<Record<string, number>>;
  /** Chance that a message does not arrive, from 0 to 1; default 0. */
  readonly undelivered?: number;
  /** What is added to an outcome when all agents exactly two steps away are treated, in proportion to their share; default 0. */
  readonly far?: number;
  /** What is added to an outcome for each unit of the mean outcome of those heard, in the round before; between −1 and 1, default 0. */
  readonly contagion?: number;
  /** Index of the arm that counts as treated for `far`; default 1. */
  readonly treatedArm?: number;
}

const WHO = "flawed";
const KINDS = [
  exposureResponse,
  linearInMeans,
  threshold,
  independentCascade,
  degroot,
  conditionalCooperator,
] as const;
const inside = "must be a number between −1 and 1, or outcomes would grow without end";

/** What is said: the words of the agent behind, and what travels with them. */
interface Envelope {
  readonly inner?: Json;
  readonly treated: boolean;
  /** Those heard that are treated. */
  readonly near?: readonly string[];
  readonly outcome?: number;
}

/**
 * Synthetic agents in a world that breaks assumptions, to see what that does to estimates: outcomes that are missing, messages
 * that do not arrive, influence from two steps away, and outcomes that spread from round to round.
 *
 *   y_i(t) = wrapped agent + far · (share treated among those two steps away) + contagion · mean of the y_j(t − 1) that are heard
 *
 * What travels goes by the messages themselves, so `far` needs three rounds, and a message that is lost carries nothing.
 *
 * @throws SpillwayError for wrapped agents that are not a synthetic kind, or whose settings are wrong.
 */
export const flawed: Kind<FlawedSettings, Population> = definePopulation({
  kind: WHO,
  summary: "other synthetic agents, with missing outcomes, lost messages, far influence or contagion",
  settings: z.strictObject({
    agents: z.union([z.string(), z.looseObject({ kind: z.string() })], {
      error: "must be a kind, or a mapping with one",
    }),
    missing: z
      .union([probability(), z.record(z.string(), probability())], {
        error: "must be a number from 0 to 1, or one for each arm by its name",
      })
      .default(0),
    undelivered: probability().default(0),
    far: finite().default(0),
    contagion: z.number({ error: inside }).gt(-1, { error: inside }).lt(1, { error: inside }).default(0),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => population(params, agentsBehind(params.agents)),
});

function population(params: Readonly<Required<FlawedSettings>>, base: Population): Population {
  const { missing, undelivered, far, contagion } = params;
  const least = Math.max(base.leastRounds ?? 1, far === 0 ? 1 : 3);
  const losing = undelivered > 0 || typeof missing === "object" || missing > 0;
  const spreading = far !== 0 || contagion !== 0;
  // Losses are flaws of the experiment; influence from afar and contagion are part of what agents do.
  const truthful = (): Population => {
    const behind = base.truthful?.() ?? base;
    return spreading ? population({ ...params, missing: 0, undelivered: 0 }, behind) : behind;
  };
  return {
    name: WHO,
    params,
    synthetic: true,
    chance: drawsChance(base) || losing,
    ...(least > 1 ? { leastRounds: least } : {}),
    ...(losing || base.truthful ? { truthful } : {}),
    ...(losing || spreading || !base.table ? {} : { table: base.table }),
    create(setting) {
      const { network, arms } = setting;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const chances = missingByArm(missing, arms);
      const made = base.create(setting);
      const distantOf = far === 0 ? undefined : twoStepsOf(network);
      return (i) => {
        const behind = made(i);
        return withFlaws(behind, {
          chances,
          undelivered,
          far,
          contagion,
          treatedArm,
          distant: distantOf?.(i) ?? NOBODY,
        });
      };
    },
  };
}

interface Flaws {
  readonly chances: ReadonlyMap<string, number>;
  readonly undelivered: number;
  readonly far: number;
  readonly contagion: number;
  readonly treatedArm: string;
  /** Ids of the agents exactly two steps away. */
  readonly distant: ReadonlySet<string>;
}

function withFlaws(behind: Agent, flaws: Flaws): Agent {
  const { chances, undelivered, far, contagion, treatedArm, distant } = flaws;
  return (view) => {
    const lost = undelivered === 0 ? undefined : view.rng.fork("undelivered");
    const heard = lost ? view.heard.filter(() => lost.uniform() >= undelivered) : view.heard;
    const envelopes = heard.map(({ said }) => envelopeOf(said));
    const inner: Heard[] = [];
    for (let k = 0; k < heard.length; k++) {
      const said = envelopes[k]!.inner;
      if (said !== undefined) inner.push({ from: heard[k]!.from, said });
    }
    // The view's stream is handed on, not drawn from: nothing is drawn for an agent that draws nothing.
    const answer = behind({ ...view, heard: Object.freeze(inner) });
    if (answer instanceof Promise) throw new SpillwayError(`${WHO}: wanted agents that answer at once`);
    const { said, outcome, ...rest } = answer as Action;
    const found = outcome === undefined ? undefined : outcome + farPart() + contagionPart();
    const chance = chances.get(view.arm) ?? 0;
    const gone = chance > 0 && view.rng.fork("missing").uniform() < chance;
    const near: string[] = [];
    if (far !== 0)
      for (let k = 0; k < heard.length; k++) if (envelopes[k]!.treated) near.push(heard[k]!.from);
    const envelope: Envelope = {
      ...(said === undefined ? {} : { inner: said }),
      treated: view.arm === treatedArm,
      ...(near.length > 0 ? { near } : {}),
      ...(found === undefined ? {} : { outcome: found }),
    };
    return {
      ...rest,
      said: envelope as unknown as Json,
      ...(found === undefined || gone ? {} : { outcome: found }),
    };

    function farPart(): number {
      if (distant.size === 0) return 0;
      const treated = new Set<string>();
      for (const { near } of envelopes)
        if (near !== undefined) for (const id of near) if (distant.has(id)) treated.add(id);
      return (far * treated.size) / distant.size;
    }

    function contagionPart(): number {
      if (contagion === 0) return 0;
      const outcomes = envelopes.flatMap((envelope) => envelope.outcome ?? []);
      return outcomes.length === 0 ? 0 : (contagion * outcomes.reduce((a, b) => a + b, 0)) / outcomes.length;
    }
  };
}

/** What a message carries; one that follows a script, or is of other agents, carries nothing. */
function envelopeOf(said: Json): Envelope {
  if (typeof said === "object" && said !== null && !Array.isArray(said)) return said as unknown as Envelope;
  return { treated: false };
}

function agentsBehind(given: FlawedSettings["agents"]): Population {
  const { kind, ...settings } = typeof given === "string" ? { kind: given } : given;
  const entry = KINDS.find((one) => one.kind === kind);
  const kinds = KINDS.map((one) => one.kind);
  if (!entry)
    throw new SpillwayError(
      `${WHO}: agents must be of a synthetic kind (${kinds.join(", ")}), got "${kind}"${suggest(kind, kinds)}`,
    );
  const parsed = entry.settings.safeParse(settings);
  if (!parsed.success)
    throw new SpillwayError(
      `${WHO}: agents: ${explainIssue(parsed.error.issues[0]!, settings, entry.settings)}`,
    );
  return entry.from(settings);
}

function missingByArm(
  missing: number | Readonly<Record<string, number>>,
  arms: readonly string[],
): Map<string, number> {
  if (typeof missing === "number") return new Map(arms.map((arm) => [arm, missing]));
  const unknown = Object.keys(missing).find((arm) => !arms.includes(arm));
  if (unknown !== undefined)
    throw new SpillwayError(
      `${WHO}: missing names an arm "${unknown}" that the design has not${suggest(unknown, arms)}; its arms are ${arms.join(", ")}`,
    );
  return new Map(Object.entries(missing));
}

const NOBODY: ReadonlySet<string> = new Set();
const known = new WeakMap<Network, (ReadonlySet<string> | undefined)[]>();

/** Ids of the agents that lead to another in two steps and not in one; kept for all replays in the network. */
function twoStepsOf(network: Network): (i: number) => ReadonlySet<string> {
  const found = known.get(network) ?? [];
  known.set(network, found);
  return (i) => {
    found[i] ??= twoSteps(network, i);
    return found[i];
  };
}

function twoSteps({ ids, offsets, sources }: Network, i: number): Set<string> {
  const near = new Set(sources.subarray(offsets[i]!, offsets[i + 1]!));
  const found = new Set<string>();
  for (const j of near)
    for (let e = offsets[j]!; e < offsets[j + 1]!; e++) {
      const k = sources[e]!;
      if (k !== i && !near.has(k)) found.add(ids[k]!);
    }
  return found;
}
