import type { ComparedDesign, DesignComparison, Promised } from "../../compare/compareDesigns.ts";
import type { DesignAdvice } from "../../compare/designAdvice.ts";
import { colors } from "../output.ts";
import { textTable, wrapped } from "./textTable.ts";

type Possible = Extract<ComparedDesign, { structure: string }>;

/** A comparison of designs for people: one table, sorted by standard error within each contrast, then what it advises. */
export function compareText(found: DesignComparison, advice: readonly DesignAdvice[]): string {
  const { network, contrasts, designs, similarity, exposure } = found;
  const possible = designs.filter((design): design is Possible => !("cannot" in design));
  const silent: string[] = [];
  const rows = contrasts.flatMap(({ name }) => {
    const all = possible.flatMap((design) =>
      design.contrasts.filter(({ contrast }) => contrast === name).map((row) => ({ design, row })),
    );
    const none = all.filter(({ row }) => row.se === undefined).map(({ design }) => design.label);
    if (none.length > 0) silent.push(`${name}: no estimate is possible with ${none.join("; ")}`);
    return all
      .filter(({ row }) => row.se !== undefined)
      .sort((a, b) => a.row.se! - b.row.se!)
      .map(({ design, row }, k) => line(k === 0 ? name : "", design, row));
  });
  const header = [
    "contrast",
    "design",
    "agents",
    "expected",
    "eff. n",
    "min. probability",
    "without estimate",
    "se",
    "MDE",
    "worst se",
    "cut",
  ];
  const meaning =
    `Exposure ${exposure}. expected: mean number of agents in the first / second condition; eff. n: effective sample size of each, ` +
    "the number of equally weighted observations with the same precision; min. probability: of either condition, over agents; without " +
    "estimate: share of assignments in which a condition is empty; se: standard error of a Hájek estimate in standard deviations of the " +
    `outcome, when neighbours share ${Number((100 * similarity).toPrecision(3))} % of its variance and effects are constant; MDE: minimum detectable ` +
    "effect, at 80 % power and 5 % level; worst se: of Horvitz–Thompson, over all outcomes of mean square 1; cut: edges whose ends are " +
    "treated separately.";
  const cannot = designs.flatMap((design) =>
    "cannot" in design ? [`${design.label}: ${design.cannot}`] : [],
  );
  return [
    `${network.n} agents, ${network.edges} edges`,
    "",
    textTable(header, rows, [2, 3, 4, 5, 6, 7, 8, 9, 10]),
    "",
    colors.dim(wrapped(meaning)),
    ...[...silent, ...cannot.map((text) => `not possible here: ${text}`)].map((text) => wrapped(text)),
    "",
    ...advice.map(({ contrast, design, because }) =>
      wrapped(`${contrast}: ${design === undefined ? "" : `take ${design}: `}${because}.`),
    ),
  ].join("\n");
}

function line(contrast: string, design: Possible, row: Promised): string[] {
  const pair = ([first, second]: readonly [number, number]): string => `${short3(first)} / ${short3(second)}`;
  return [
    contrast,
    design.label,
    String(row.population),
    pair(row.expected),
    pair(row.effective),
    short3(row.rarest),
    row.empty === 0 ? "0" : `${short3(100 * row.empty)} %`,
    row.mcse! > 0 ? `${short3(row.se!)} ± ${row.mcse!.toPrecision(1)}` : short3(row.se!),
    short3(row.detectable!),
    row.worst === undefined ? "" : short3(row.worst),
    design.cut === undefined ? "" : `${Math.round(100 * design.cut)} %`,
  ];
}

/** Three significant digits, whole numbers from 100 on. */
function short3(value: number): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return decimals > 4 ? value.toExponential(1) : value.toFixed(decimals);
}
