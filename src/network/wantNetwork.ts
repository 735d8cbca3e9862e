import { wantArgument } from "../core/wantArgument.ts";

const FIELDS = ["n", "ids", "offsets", "sources"] as const;

/** Makes sure that an argument is a network, for callers without types. @throws SpillwayError that says what came */
export function wantNetwork(who: string, network: unknown): void {
  wantArgument(who, "a network", network, {
    fields: FIELDS,
    way: "fromEdges, readNetwork or a model's draw makes one",
  });
}
