import { formatCount, formatSignificant } from "../formatNumber.ts";
import { type Html, html } from "../html.ts";
import { heads, table } from "../parts/table.ts";
import { interval, number, text, texts } from "./fields.ts";
import type { ResultData } from "./ResultKind.ts";

/** A column of a table of results: its head, and the field it shows. */
export interface ResultColumn {
  readonly head: string;
  readonly field: string;
  /** Whether it holds numbers. */
  readonly numeric?: boolean;
}

/** Rows of a file as a table, with columns for what any row has, and what each row says of itself in the last. */
export function rowsTable(
  label: string,
  rows: readonly ResultData[],
  columns: readonly ResultColumn[],
): Html {
  const used = columns.filter(({ field }) =>
    rows.some((row) => row[field] !== undefined && row[field] !== null),
  );
  const told = rows.map((row) => [
    ...["because", "withheld"].flatMap((field) =>
      typeof row[field] === "string" ? [row[field] as string] : [],
    ),
    ...texts(row.warnings),
    ...texts(row.notes),
    ...(typeof row.note === "string" ? [row.note] : []),
  ]);
  const remarks = told.some((some) => some.length > 0);
  return table({
    label: `Table: ${label}`,
    head: [
      ...used.flatMap(({ head, numeric }) => (numeric ? heads([], [head]) : heads([head]))),
      ...(remarks ? heads(["remarks"]) : []),
    ],
    rows: rows.map(
      (row, k) => html`<tr>${used.map(({ field, numeric }, c) => {
        const shown = cellOf(row[field]);
        if (numeric) return html`<td class="number">${shown}</td>`;
        return c === 0 ? html`<th scope="row"><bdi>${shown}</bdi></th>` : html`<td><bdi>${shown}</bdi></td>`;
      })}${remarks ? html`<td>${told[k]!.map((one, i) => html`${i === 0 ? undefined : html`<br>`}${one}`)}</td>` : undefined}</tr>
`,
    ),
  });
}

function cellOf(value: unknown): string {
  const range = interval(value);
  if (range) return `${formatSignificant(range[0])} to ${formatSignificant(range[1])}`;
  const one = number(value);
  if (one !== undefined) return Number.isInteger(one) ? formatCount(one) : formatSignificant(one);
  return (Array.isArray(value) ? value.map(text).join(", ") : text(value)) || "–";
}
