import { few } from "../core/few.ts";
import { edgesInWords } from "../exposure/edgesInWords.ts";
import { type HeardByRound, heardByRound } from "../network/changes/heardByRound.ts";
import type { NetworkChanges } from "../network/changes/NetworkChanges.ts";
import type { Network } from "../network/Network.ts";
import { heardRounds } from "../run/interaction.ts";
import type { Study } from "../study/study.ts";

/** What a network that changes over rounds is, before anything is drawn of the design. */
export interface ChangesCheck extends HeardByRound {
  readonly rule: NetworkChanges["rule"];
  /** Over which edges the exposure of the study goes. */
  readonly exposure: string;
  /** What may be unintended, one sentence each. */
  readonly warnings: readonly string[];
}

/** Edges of the rounds of a study in which anything is heard; undefined for a network that stays. */
export function describeChanges(study: Study, network: Network): ChangesCheck | undefined {
  const { changes } = network;
  const { expose, rounds, interact } = study.data;
  if (!changes) return undefined;
  const found = heardByRound(network, heardRounds(interact, rounds));
  const exposure = edgesInWords(expose);
  return { ...found, rule: changes.rule, exposure, warnings: warningsOf(found, study, changes) };
}

function warningsOf(found: HeardByRound, { data }: Study, { rule }: NetworkChanges): string[] {
  const { rounds, undeclared, never, silent, edges } = found;
  const quiet = rounds.flatMap(({ round, edges }) => (edges === 0 ? [String(round)] : []));
  const last = rounds.at(-1)!.round;
  const late =
    rule.kind === "listed" && Array.isArray(rule.edges)
      ? rule.edges.filter(([, , from]: readonly unknown[]) => Number(from) > last).length
      : 0;
  const warnings = [];
  if (quiet.length > 0)
    warnings.push(
      `network: in round${quiet.length === 1 ? "" : "s"} ${few(quiet)} nobody hears anybody, as no edge is there`,
    );
  else if (silent > 0)
    warnings.push(`network: ${silent} agent${silent === 1 ? "" : "s"} hear nobody in any round`);
  if (late > 0)
    warnings.push(
      `network: ${late} of the edges listed begin after round ${last}, the last in which anything is heard: they are never heard`,
    );
  const { heard, name } = data.expose;
  if (heard || name === "own-arm") return warnings;
  if (undeclared > 0)
    warnings.push(
      `network: ${undeclared} of ${edges} edges that are heard are not declared, and the exposure knows of declared ones only: ask for {kind: heard-edges, exposure: ${name}}, or read the contrasts as those of a misspecified exposure`,
    );
  if (never > 0)
    warnings.push(
      `network: ${never} declared edges are never heard, and count for the exposure: {kind: heard-edges, exposure: ${name}} is over those that are`,
    );
  return warnings;
}
