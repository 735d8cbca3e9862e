import {
  type PromisedError,
  type ResolutionCurve,
  resolutionCurve,
} from "../../../compare/resolutionCurve.ts";
import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { Network } from "../../../network/Network.ts";
import { resolutionSvg } from "../../../report/figures/resolutionSvg.ts";
import { wantPicture, writePicture } from "../../../report/figures/writePicture.ts";
import { networkOf } from "../../../study/networkOf.ts";
import { readNetworkAndOrder } from "../../../study-file/readNetwork.ts";
import { readStudy } from "../../../study-file/readStudy.ts";
import { colors, emit, output } from "../../output.ts";
import { short } from "../../text/estimatesTable.ts";
import { textTable, wrapped } from "../../text/textTable.ts";
import type { CompareOptions } from "./compare.ts";

/** Options of a comparison that mean nothing for cluster sizes. */
const OTHERS = ["design", "exposure", "contrast"] as const;

/** `spillway designs --resolutions …`: how large clusters should be for the global average treatment effect (GATE). */
export async function resolution(options: CompareOptions): Promise<void> {
  const { resolutions = [], spillover, similarity, draws, seed, picture, json, quiet, out } = options;
  const shown = {
    ...present({ json, quiet, out }),
  };
  const spare = OTHERS.find((name) => options[name] !== undefined);
  if (spare !== undefined)
    throw new SpillwayError(
      `designs: --${spare} does not go with --resolutions, which compares clusters for the global average treatment effect (GATE)`,
    );
  if (picture !== undefined) wantPicture(picture);
  const network = await networkAsked(options);
  const curve = resolutionCurve(network, {
    ...(resolutions.length === 0 ? {} : { resolutions }),
    ...present({ spillover, similarity, draws, seed }),
  });
  if (picture !== undefined) {
    await writePicture(picture, await resolutionSvg(curve));
    output(shown).note(`the picture is ${picture}`);
  }
  const notes = network.notes.map((note) => `network: ${note}`);
  emit(
    { data: { ...curve, ...(notes.length > 0 ? { notes } : {}) }, text: () => curveText(curve), notes },
    shown,
  );
}

async function networkAsked({
  network,
  study,
  directed,
  influence,
  agents,
  edgeColumns,
  weight,
  delimiter,
  decimal,
  missing,
  seed,
  allowFiles,
}: CompareOptions): Promise<Network> {
  if ((network === undefined) === (study === undefined))
    throw new SpillwayError("designs: wanted --network or --study, one of them");
  if (study !== undefined) {
    const read = await readStudy(study, present({ seed, allowFiles }));
    return networkOf(read.model.network, read.seed);
  }
  const read = await readNetworkAndOrder(network, {
    ...present({ directed, influence, agents, columns: edgeColumns, weight, delimiter, decimal, missing }),
  });
  return read.network;
}

function curveText({ points, best, spillover }: ResolutionCurve): string {
  const cells = (promise: PromisedError | undefined): string[] =>
    promise ? [short(promise.bias ** 2), short(promise.variance), short(promise.mse)] : ["", "", "none"];
  const rows = points.map(({ resolution: one, clusters, within, own, exposed }, k) => [
    one === undefined ? "(agents singly)" : String(one),
    String(clusters),
    `${(100 * within).toFixed(0)} %`,
    ...cells(own),
    `${exposed ? short(exposed.mse) : "none"}${best?.point === k ? "  ←" : ""}`,
  ]);
  const chosen = best && points[best.point]!;
  const way =
    best?.estimator === "own"
      ? "comparing treated with untreated agents, whatever their neighbours"
      : "comparing agents whose whole neighbourhood is treated with those with none";
  const which =
    chosen?.resolution === undefined
      ? "agents treated singly"
      : `resolution ${chosen.resolution} (${chosen.clusters} clusters)`;
  return [
    textTable(
      ["resolution", "clusters", "within", "bias²", "variance", "error", "full neighbourhoods"],
      rows,
      [1, 2, 3, 4, 5],
    ),
    "",
    wrapped(
      best
        ? `Least mean squared error: ${which}, by ${way}.`
        : "Nothing can be estimated: hardly any assignment has both conditions, whatever the resolution.",
    ),
    "",
    colors.dim(
      wrapped(
        `For the global average treatment effect (GATE), with a supposed spillover of ${spillover} standard deviations of the outcome. within: mean share of an agent's neighbours in its own cluster; bias², variance and error (their sum): of comparing agents by their own arm; full neighbourhoods: error (variance only) of comparing agents that are treated with all their neighbours to agents with none; none: hardly any assignment has both.`,
      ),
    ),
  ].join("\n");
}
