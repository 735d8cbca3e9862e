import type { Channel } from "../run/Channel.ts";
import type { Interaction } from "../run/interaction.ts";
import type { Catalogue } from "../study/catalogues.ts";
import { isModel } from "../study/networkOf.ts";
import type { Study } from "../study/study.ts";

/**
 * The first part of a study that is no catalogue entry, in words; undefined when a file can say the whole study. Functions can go
 * neither to a thread nor into a hash.
 */
export async function catalogueFault({ model, data, answer }: Study): Promise<string | undefined> {
  const { catalogues } = await import("../study/catalogues.ts");
  const { interact } = data;
  const parts = [
    [catalogues.agents, model.agents],
    [catalogues.designs, data.assign],
    [catalogues.exposures, data.expose],
    ...(interact
      ? [[catalogues.schedules, interact.schedule] as const, ...channelsOf(interact, catalogues.channels)]
      : []),
    ...answer.map((estimator) => [catalogues.estimators, estimator] as const),
    ...(isModel(model.network) ? [[catalogues.networks, model.network] as const] : []),
  ] as const;
  for (const [{ noun, entries }, { name }] of parts)
    if (!entries.some(({ kind }) => kind === name)) return `the ${noun} "${name}" is no catalogue entry`;
  return undefined;
}

const channelsOf = (
  { channel, hears }: Interaction,
  channels: Catalogue<Channel>,
): (readonly [Catalogue<Channel>, Channel])[] =>
  [channel, ...Object.values(hears)].map((one) => [channels, one] as const);
