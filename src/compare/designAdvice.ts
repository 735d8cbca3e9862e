import { wantArgument } from "../core/wantArgument.ts";
import type { ComparedDesign, DesignComparison, Promised } from "./compareDesigns.ts";

/** Which design to take for a contrast, and why, in plain sentences. */
export interface DesignAdvice {
  readonly contrast: string;
  /** Label of the design; absent when none gives an estimate. */
  readonly design?: string;
  readonly because: string;
}

/** A contrast should be about at least this share of the agents that the most inclusive design reaches. */
const REACH = 0.9;
/** A design that leaves a condition empty more often than this is not advised. */
const MOST_EMPTY = 0.05;

type Row = Promised & { readonly label: string; readonly method: string };

/**
 * For each contrast the design with the smallest standard error that can be expected, among those that are about nearly as
 * many agents as any (90 %) and seldom leave a condition empty (at most 5 % of assignments). A number and a rule, no more: what
 * cannot be seen here is whether the exposure is right, and what is practical.
 */
export function designAdvice(given: DesignComparison): DesignAdvice[] {
  wantArgument("designAdvice", "a comparison", given, { fields: ["designs", "contrasts"] });
  const { designs, contrasts, similarity } = given;
  return contrasts.map(({ name }) => {
    const rows = designs.flatMap((design) => rowsOf(design, name)).filter((row) => row.se !== undefined);
    const usual = rows.filter((row) => row.empty <= MOST_EMPTY);
    const most = Math.max(0, ...usual.map((row) => row.population));
    const fit = usual.filter((row) => row.population >= REACH * most).sort((a, b) => a.se! - b.se!);
    const best = fit[0];
    if (!best) {
      const none = `none of the designs gives an estimate in at least ${percent(1 - MOST_EMPTY)} of its assignments`;
      const nearest = rows.sort((a, b) => a.empty - b.empty)[0];
      const closest = nearest
        ? `; the nearest to it, ${nearest.label}, leaves a condition empty in ${percent(nearest.empty)} of them`
        : "";
      return {
        contrast: name,
        because: `${none}${closest}: take a larger network, another exposure, or several worlds`,
      };
    }
    const sentences = [
      `it has the smallest expected standard error, ${size(best)} standard deviations of the outcome (neighbours share ${percent(similarity)} of its variance), over ${best.population} agents`,
    ];
    const even = fit.slice(1).filter((row) => row.se! - 2 * Math.hypot(row.mcse!, best.mcse!) <= best.se!);
    const next = fit[1 + even.length];
    if (even.length > 0)
      sentences.push(
        `within simulation error ${listed(even.map((row) => row.label))} ${even.length > 1 ? "are" : "is"} as good`,
      );
    if (next) sentences.push(`the next, ${next.label}, has ${size(next)}`);
    const narrow = rows.filter((row) => row.se! < best.se! && row.population < REACH * most);
    if (narrow.length > 0)
      sentences.push(
        `${listed(narrow.map((row) => `${row.label} (${size(row)})`))} would be about fewer agents (${narrow.map((row) => row.population).join(", ")})`,
      );
    const fewest = Math.min(...best.effective);
    if (fewest < 30)
      sentences.push(
        `even so the effective sample size of its smaller condition is only ${fewest.toPrecision(3)}, so intervals will be wide`,
      );
    return { contrast: name, design: best.label, because: sentences.join("; ") };
  });
}

function rowsOf(design: ComparedDesign, contrast: string): Row[] {
  if ("cannot" in design) return [];
  return design.contrasts
    .filter((row) => row.contrast === contrast)
    .map((row) => ({ ...row, label: design.label, method: design.method }));
}

const size = ({ se, mcse }: Row): string =>
  mcse! > 0 ? `${se!.toPrecision(3)} ± ${mcse!.toPrecision(1)}` : se!.toPrecision(3);

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
