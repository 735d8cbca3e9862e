import type { VNode } from "preact";
import { Scroll } from "../parts/Scroll.tsx";
import type { Played } from "./playStudy.ts";

/** The estimates of one draw, each beside its truth, or why there is none. */
export function EstimatesTable({ rows }: { readonly rows: Played["rows"] }): VNode {
  const told = (value: number | undefined): string => (value === undefined ? "–" : value.toPrecision(4));
  return (
    <Scroll label="Estimates">
      <table>
        <thead>
          <tr>
            <th scope="col">Contrast</th>
            <th scope="col">Estimator</th>
            <th scope="col" class="number">
              Estimate
            </th>
            <th scope="col">Interval</th>
            <th scope="col" class="number">
              Truth
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ contrast, estimator, estimate, ci, truth, because, naive }) => (
            <tr key={`${contrast} ${estimator}`}>
              <th scope="row">{contrast}</th>
              <td>
                {estimator}
                {naive ? " (naive)" : ""}
              </td>
              <td class="number" data-value={estimate}>
                {told(estimate)}
              </td>
              <td>{ci === undefined ? because : `${told(ci[0])} to ${told(ci[1])}`}</td>
              <td class="number">{told(truth)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
