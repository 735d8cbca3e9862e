import type { Design } from "../../designs/Design.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Channel } from "../run/Channel.ts";
import { type InteractionSettings, interaction, wantKnownArms } from "../run/interaction.ts";
import { catalogues } from "../study/catalogues.ts";
import { type Complain, fromKind } from "./fromKind.ts";
import type { GivenInteract } from "./interactShape.ts";
import { resolveFiles } from "./resolveFiles.ts";
import type { ReadNamed, ResolvedSource } from "./sourceOf.ts";

/**
 * How agents interact, from a study file, with tables of groups that it names read in.
 *
 * @param below complains at a path below the part of the file.
 */
export async function parseInteract(
  given: GivenInteract | undefined,
  design: Design,
  network: Pick<ResolvedSource, "order" | "ids">,
  below: (path: readonly string[]) => Complain,
  read: ReadNamed,
): Promise<InteractionSettings | undefined> {
  if (given === undefined) return undefined;
  const { channel, hears, schedule, ...rest } = given;
  const channelAt = async (one: unknown, path: readonly string[]): Promise<Channel> => {
    const resolved = await resolveFiles(one, network, below(path), (name, at) =>
      read(name, ["data", "interact", ...path, ...at.slice(2)]),
    );
    return fromKind(catalogues.channels, resolved, below(path));
  };
  const arms: Record<string, Channel> = {};
  for (const [arm, one] of Object.entries(hears ?? {})) arms[arm] = await channelAt(one, ["hears", arm]);
  const settings: InteractionSettings = {
    ...rest,
    ...(channel === undefined ? {} : { channel: await channelAt(channel, ["channel"]) }),
    ...(hears === undefined ? {} : { hears: arms }),
    ...(schedule === undefined
      ? {}
      : { schedule: fromKind(catalogues.schedules, schedule, below(["schedule"])) }),
  };
  try {
    const settled = interaction(settings);
    const { arms: names } = design.params;
    if (settled && Array.isArray(names)) wantKnownArms(settled, names.map(String));
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    for (const [part, mapping] of Object.entries({ hears, remembers: given.remembers })) {
      const arm = Object.keys(mapping ?? {}).find((name) =>
        cause.message.startsWith(`interact.${part}: there is no arm "${name}"`),
      );
      if (arm !== undefined)
        return below([part])(cause.message.slice(`interact.${part}: `.length), [arm], "key");
    }
    return below([])(cause.message.replace(/^interact: /, ""), [], "value");
  }
  return settings;
}
