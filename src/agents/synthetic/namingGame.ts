import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { probability, wholeNumber } from "../../core/fields.ts";
import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard, View } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface NamingGameSettings {
  /** The words to choose from, at least two; default Q and M. */
  readonly words?: readonly string[];
  /**
   * How a word is chosen: `payoff`, the word that would have earned most in the plays that are remembered, or `inventory`,
   * the naming game with inventories of words; default payoff.
   */
  readonly rule?: "payoff" | "inventory";
  /** How many plays are remembered with the rule payoff, from 1; default 5. */
  readonly memory?: number;
  /** The word that fills every memory at the beginning; default: nobody remembers anything. */
  readonly start?: string;
  /** Probability of saying a word at random, from 0 to 1; default 0. */
  readonly mistakes?: number;
  /** The word whose use is the outcome 1, all others being 0; default the second. */
  readonly counted?: string;
  /** The word that treated agents say for ever; default: they play like all others. */
  readonly committed?: string;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

type Settings = z.output<typeof settings>;

const WHO = "naming-game";
const word = (): z.ZodString => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });
const settings = z
  .strictObject({
    words: z
      .array(word(), { error: "must be a list of words" })
      .min(2, { error: "must have at least 2 words" })
      .readonly()
      .default(["Q", "M"]),
    rule: z.enum(["payoff", "inventory"], { error: "must be payoff or inventory" }).default("payoff"),
    memory: wholeNumber(1).default(5),
    start: word().optional(),
    mistakes: probability().default(0),
    counted: word().optional(),
    committed: word().optional(),
    treatedArm: wholeNumber(0).default(1),
  })
  .superRefine((given, context) => {
    const { words } = given;
    if (new Set(words).size < words.length)
      context.addIssue({ code: "custom", path: ["words"], message: "must have each word once" });
    for (const key of ["start", "counted", "committed"] as const) {
      const one = given[key];
      if (one !== undefined && !words.includes(one))
        context.addIssue({ code: "custom", path: [key], message: `must be one of ${words.join(", ")}` });
    }
  });

/**
 * Agents that play the naming game: two meet, each says a word, and both want to have said the same. In every turn an
 * agent first takes in its last play, that is, its own last word and the one that it hears, and then says a word. It
 * plays with one other at a time: where it hears more than one, with one drawn from them.
 *
 * - `payoff`: it remembers the words of its last `memory` partners and says the one that they said most often, ties being
 *   broken by chance: the best answer to them, whatever the payoffs, as long as agreement pays more than disagreement
 *   (adaptive play, Young 1993, "The evolution of conventions", Econometrica 61; the game of Ashery, Aiello and
 *   Baronchelli 2025, "Emergent social conventions and collective bias in LLM populations", Science Advances 11). Its
 *   message is the word. Where the study tells agents a history, it remembers that instead of its own plays.
 * - `inventory`: it has a set of words and says one of them at random. One of the two, by lot, is the speaker. If the
 *   listener has the speaker's word, both forget all others; if not, it learns it (Baronchelli et al. 2006, "Sharp
 *   transition towards shared vocabularies in multi-agent systems", Journal of Statistical Mechanics P06014). With two
 *   words this is the binary naming game, in which a committed share of more than 0.0979 turns everybody in the limit of
 *   many agents that may all meet (Xie et al. 2011, "Social consensus through the influence of committed minorities",
 *   Physical Review E 84, 011130). Its message is `{ word, knows, lot }`; a bare word is understood as that of an agent
 *   that knows no other.
 *
 * The outcome is 1 when the word said is the one that is counted.
 */
export const namingGame: Kind<NamingGameSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that want to say the same word as whom they meet",
  settings,
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    chance: true,
    create({ arms }) {
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const counted = params.counted ?? params.words[1];
      const play = params.rule === "payoff" ? byPayoff : byInventory;
      return () => (view) => {
        const fixed = view.arm === treatedArm ? params.committed : undefined;
        const { said, state, word } =
          fixed === undefined ? play(params, view) : { said: fixed, state: fixed, word: fixed };
        return { said, state, outcome: word === counted ? 1 : 0 };
      };
    },
  }),
});

interface Play {
  readonly said: Json;
  readonly state: Json;
  readonly word: string;
}

function byPayoff({ words, memory, start, mistakes }: Settings, view: View): Play {
  const partner = partnerOf(view);
  const first = start ? Array<string>(memory).fill(start) : [];
  const told = view.history?.flatMap(({ heard }) => heard.map((one) => voiceOf(one).word));
  const before = told
    ? [...first, ...told].slice(-memory)
    : ((view.state as readonly string[] | undefined) ?? first);
  const state = partner === undefined ? before : [...before, partner.word].slice(-memory);
  const counts = new Map<string, number>();
  for (const one of state) counts.set(one, (counts.get(one) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const best = counts.size === 0 ? words : [...counts.keys()].filter((one) => counts.get(one) === most);
  const said = wordFrom(best, words, mistakes, view.rng);
  return { said, state, word: said };
}

/** What an agent with an inventory says, and keeps: its word, all that it knows, and its lot for being the speaker. */
interface Voice {
  readonly word: string;
  readonly knows: readonly string[];
  /** Absent in a bare word. */
  readonly lot?: number;
}

function byInventory({ words, start, mistakes }: Settings, view: View): Play {
  const partner = partnerOf(view);
  const own = view.state as (Voice & { readonly lot: number }) | undefined;
  let knows = own?.knows ?? (start ? [start] : []);
  if (partner) {
    const speaks = own !== undefined && own.lot > (partner.lot ?? 0.5);
    if (speaks) {
      if (partner.knows.includes(own.word)) knows = [own.word];
    } else knows = knows.includes(partner.word) ? [partner.word] : [...knows, partner.word];
  }
  const word = wordFrom(knows.length === 0 ? words : knows, words, mistakes, view.rng);
  if (!knows.includes(word)) knows = [...knows, word];
  const said = { word, knows, lot: view.rng.uniform() };
  return { said, state: said, word };
}

/** The one that an agent plays with in this turn. */
function partnerOf({ heard, rng }: View): Voice | undefined {
  const chosen = heard.length < 2 ? heard[0] : heard[rng.integer(heard.length)];
  return chosen && voiceOf(chosen);
}

function voiceOf({ from, said }: Heard): Voice {
  if (typeof said === "string") return { word: said, knows: [said] };
  const { word, knows, lot } = (said ?? {}) as { word?: unknown; knows?: unknown; lot?: unknown };
  if (typeof word !== "string")
    throw new SpillwayError(`${WHO}: wanted a word in what agent ${from} said, got none`);
  const known = Array.isArray(knows) ? knows.filter((one) => typeof one === "string") : [word];
  return { word, knows: known, ...(typeof lot === "number" ? { lot } : {}) };
}

function wordFrom(best: readonly string[], words: readonly string[], mistakes: number, rng: Rng): string {
  const among = mistakes > 0 && rng.uniform() < mistakes ? words : best;
  return among[among.length === 1 ? 0 : rng.integer(among.length)]!;
}
