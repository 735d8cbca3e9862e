import type { z } from "zod";
import { defineKind, type Kind } from "../src/core/defineKind.ts";
import { wantArgument } from "../src/core/wantArgument.ts";
import type { Network } from "../src/network/Network.ts";
import type { Design, Law } from "./Design.ts";

/** A catalogue entry that makes designs. */
export type DesignKind<Settings> = Kind<Settings, Design>;

/** Makes a design's catalogue entry from the schema of its settings and the law they mean on a network. */
export function defineDesign<Schema extends z.ZodType<Record<string, unknown>>>(entry: {
  readonly kind: string;
  readonly summary: string;
  readonly settings: Schema;
  readonly law: (settings: z.output<Schema>, network: Network) => Law;
}): DesignKind<z.input<Schema>> {
  wantArgument("defineDesign", "an entry of the catalogue", entry, { fields: ["kind", "settings", "law"] });
  const { kind, summary, settings, law } = entry;
  return defineKind({
    kind,
    summary,
    settings,
    make: (params): Design => ({ name: kind, params, law: (network) => law(params, network) }),
  });
}
