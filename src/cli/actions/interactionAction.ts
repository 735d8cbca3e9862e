import { csvText } from "../../core/csvText.ts";
import { present } from "../../core/present.ts";
import { type InteractionRow, interactionFiles } from "../../experiment/decompose/interactionFiles.ts";
import { type CommonOptions, emit } from "../output.ts";
import { interactionText } from "../text/interactionText.ts";

type InteractionOptions = CommonOptions & Parameters<typeof interactionFiles>[2];

/** What `spillway interaction` does. */
export async function interactionAction(
  first: string,
  second: string | undefined,
  options: InteractionOptions,
): Promise<void> {
  const { json, quiet, out, ...rest } = options;
  const rows = await interactionFiles(first, second, rest);
  const notes = [...new Set(rows.flatMap((row) => row.notes))];
  emit(
    {
      data: { quantity: rest.quantity ?? "mean", rows },
      text: () => interactionText(rows),
      csv: () => rowsCsv(rows),
      notes,
    },
    present({ json, quiet, out }),
  );
}

const COLUMNS = [
  ...["interaction", "worlds", "isolated", "interacting", "estimate", "se", "df", "low", "high", "p"],
  ...["p_sign_flip", "exact", "bias_isolated", "bias_interacting"],
];

function rowsCsv(rows: readonly InteractionRow[]): string {
  return csvText(
    COLUMNS,
    rows.map(({ name, worlds, isolated, interacting, estimate, se, df, ci, p, pSignFlip, exact, bias }) => [
      ...[name, worlds, isolated, interacting, estimate, se, df, ci?.[0], ci?.[1], p],
      ...[pSignFlip, String(exact), bias?.isolated.estimate, bias?.interacting.estimate],
    ]),
  );
}
