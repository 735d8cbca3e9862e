import { digest } from "./digest.ts";
import { ACT } from "./isAct.ts";
import { quoted } from "./wordsText.ts";

/**
 * What identifies a call, in 64 hexadecimal digits: by what it is, never by its prompt, so equal prompts are separate draws. The first 32
 * digits stand for plan, world, round, phase and sample, the last 32 for the agent; each half is the beginning of a SHA-256, so that
 * lines of one moment, and those of one agent, can be told by eye, and a turn of an agent that computes costs no hash of its own.
 */
export function callId(
  planHash: string,
  world: number,
  agent: string,
  round: number,
  phase: string = ACT,
): string {
  if (round !== ofRound || world !== ofWorld || phase !== ofPhase || planHash !== ofPlan) {
    // Canonical JSON of [planHash, world, round, phase, sample].
    moment = half(`[${JSON.stringify(planHash)},${world},${round},${quoted(phase)},0]`);
    [ofPlan, ofWorld, ofRound, ofPhase] = [planHash, world, round, phase];
  }
  let own = agents.get(agent);
  if (own === undefined) {
    if (agents.size === MOST) agents.clear();
    own = half(quoted(agent));
    agents.set(agent, own);
  }
  return moment + own;
}

/** The first half of the last call, which most calls share with the one before. */
let moment = "";
let ofPlan = "";
let ofWorld = -1;
let ofRound = -1;
let ofPhase = "";

/** The second half of each agent, of so many at a time. */
const agents = new Map<string, string>();
const MOST = 100_000;

const half = (text: string): string => digest(text).slice(0, 32);
