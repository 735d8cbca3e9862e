import { rng } from "../../core/rng.ts";
import type { HeardRow } from "../../log/units/readHeard.ts";
import type { Network } from "../../network/Network.ts";
import { FALSE_ALARM, type Finding } from "../Finding.ts";
import { type Arms, explainedShare, type redraws, redrawTest } from "./redrawTest.ts";

interface HeardInput {
  readonly arms: Arms;
  readonly redraw: ReturnType<typeof redraws>;
  readonly among: Network;
  /** Index of each world by its number. */
  readonly worlds: ReadonlyMap<number, number>;
  readonly how: string;
  readonly seed: string | number;
  readonly network?: Network;
  readonly heard?: readonly HeardRow[];
  readonly channel?: "random-partner" | "delivery-coin" | "yoked";
}

/**
 * What the edges that were used let one claim. The rule: exposure over edges declared before the assignment, or over a channel whose law is known, is
 * randomized with the arms, and contrasts of it are effects; exposure over edges that came about in the run may itself be moved by the arms, and
 * contrasts of it are associations, also where the tests below find nothing.
 */
export function heardChecks(input: HeardInput): Finding[] {
  const { heard, channel, among, arms, worlds, redraw, how, seed } = input;
  const network = (input.network?.edges ?? 0) > 0 ? input.network : undefined;
  const claim = "what exposure lets one claim";
  if (!heard)
    return [
      network
        ? {
            check: claim,
            verdict: "clean",
            says: "exposure over declared edges is randomized with the arms: effect",
          }
        : {
            check: claim,
            verdict: "cannot tell",
            says: "neither declared edges (--network) nor messages (--heard) are given: there is no exposure but the own arm",
          },
    ];
  const place = new Map(among.ids.map((id, i) => [id, i]));
  const messages: (readonly [w: number, from: number, to: number])[] = [];
  let strangers = 0;
  for (const { world, source, target } of heard) {
    const w = worlds.get(world);
    const from = place.get(source);
    const to = place.get(target);
    if (w === undefined || from === undefined || to === undefined) strangers++;
    else messages.push([w, from, to]);
  }
  const findings: Finding[] = [];
  if (strangers > 0)
    findings.push({
      check: "messages of strangers",
      verdict: "flagged",
      p: 0,
      rows: strangers,
      says: `${strangers} of ${heard.length} messages are from or to agents or worlds that the units do not have: whoever heard them was exposed to somebody without an arm`,
    });
  const outside = network ? undeclared(messages, network) : undefined;
  if (network && outside !== undefined)
    findings.push({
      check: "realized against declared edges",
      verdict: outside.used > 0 ? "flagged" : "clean",
      rows: outside.used,
      ...(outside.used > 0 ? { p: 0 } : {}),
      says:
        outside.used > 0
          ? `${outside.used} of ${messages.length} messages went over edges that were not declared: exposure over declared edges misses them, and what it calls unexposed was exposed`
          : `all messages went over declared edges; ${outside.silent} of ${network.sources.length} declared edges carried none`,
    });
  const count = (end: 1 | 2): Float64Array[] => {
    const found = arms.map((one) => new Float64Array(one.length));
    for (const message of messages) found[message[0]]![message[end]]!++;
    return found;
  };
  const heardCounts = count(2);
  const sentCounts = count(1);
  const same = (z: Arms): number =>
    messages.reduce((total, [w, from, to]) => total + (z[w]![from] === z[w]![to] ? 1 : 0), 0);
  const half = (): number => {
    let total = 0;
    for (let r = 0; r < 200; r++) total += same(redraw(rng(seed).fork("expected").fork(r)));
    return total / 200;
  };
  const expected = messages.length === 0 ? 0 : half();
  const tests = [
    ["in-degree by arm", "how many messages an agent heard", (z: Arms) => explainedShare(heardCounts, z)],
    ["senders by arm", "how many messages an agent sent", (z: Arms) => explainedShare(sentCounts, z)],
    [
      "senders of one's own arm",
      "how often sender and hearer are in one arm",
      (z: Arms) => Math.abs(same(z) - expected),
    ],
  ] as const;
  if (messages.length > 0)
    for (const [check, what, statistic] of tests) {
      const p = redrawTest(arms, redraw, rng(seed).fork(check), statistic);
      findings.push({
        check,
        verdict: p <= FALSE_ALARM ? "flagged" : "clean",
        p,
        says: `${what} depends on the arms ${p <= FALSE_ALARM ? "more than chance lets it: treatment moved who heard whom, so exposure by messages is a result of it" : "no more than chance lets it"} (${how})`,
      });
    }
  const declared = outside !== undefined && outside.used === 0;
  findings.push(
    channel !== undefined || declared
      ? {
          check: claim,
          verdict: "clean",
          says: `${channel === undefined ? "all messages went over declared edges" : `the law of the channel is known (${channel})`}: contrasts of exposure are effects, with probabilities from that law`,
        }
      : {
          check: claim,
          verdict: "cannot tell",
          says: "edges came about in the run: contrasts of exposure are associations, whatever the tests say, unless edges were declared (--network) or the channel has a known law (--channel)",
        },
  );
  return findings;
}

function undeclared(
  messages: readonly (readonly [w: number, from: number, to: number])[],
  network: Network,
): { used: number; silent: number } {
  const declared = new Set<number>();
  for (let i = 0; i < network.n; i++)
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++)
      declared.add(network.sources[e]! * network.n + i);
  const carried = new Set<number>();
  let used = 0;
  for (const [, from, to] of messages) {
    const key = from * network.n + to;
    if (declared.has(key)) carried.add(key);
    else used++;
  }
  return { used, silent: declared.size - carried.size };
}
