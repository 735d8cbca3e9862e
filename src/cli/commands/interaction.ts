import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { share, withCommon, withSeed } from "../options.ts";

const HELP = `
Two runs of the same agents, one without channel, or one factorial study that varies the channel. Worlds
are paired by their number, and the world is the unit: R worlds have R - 1 degrees of freedom.

Examples:
  $ spillway run study.yaml --out runs/phi --vary 'data.interact.channel=none,neighbours'
  $ spillway interaction runs/phi
  $ spillway interaction runs/isolated runs/interacting --quantity share:1 --reference 0.5

Quantities: mean, share:value, polarization, entropy, equality, consensus-time, survival.
--out writes CSV for a name that ends in .csv, JSON for .json.`;

/** `spillway interaction`. */
export function interactionCommand(): Command {
  const command = new Command("interaction")
    .summary("what agents do together that they do not do alone")
    .description(
      "The effect of interaction on a quantity of whole worlds, from worlds played with and without it.",
    )
    .argument("<isolated>", "run without interaction, or folder of a factorial study")
    .argument("[interacting]", "run with interaction")
    .option("--factor <path>", "factor that cuts agents off (default data.interact.channel)")
    .option("--isolated <level>", "its level without interaction (default none)")
    .option("--value <column>", "column of what agents did (default outcome)")
    .option("--quantity <name>", "what is asked of a world (default mean)")
    .option(
      "--reference <number>",
      "what would be no bias: shows that of isolated and of interacting agents",
      Number,
    )
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/interactionAction.ts")).interactionAction));
  return withCommon(withSeed(command, "seed of drawn signs (default 1)"), "file for the result");
}
