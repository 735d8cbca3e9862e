import { forEachUnobservable, type PairForm } from "./pairForm.ts";

/**
 * Nodes that hang together by pairs that cannot be observed, as ascending lists of nodes; every node is in one list. The
 * two outcomes of an agent always hang together. Cost: O(pairs).
 */
export function unobservableComponents(form: PairForm): number[][] {
  const near = Array.from(form.pi, (): number[] => []);
  forEachUnobservable(form, (k, l) => {
    near[k]!.push(l);
    near[l]!.push(k);
  });
  const met = new Uint8Array(near.length);
  const components: number[][] = [];
  for (let start = 0; start < near.length; start++) {
    if (met[start] === 1) continue;
    met[start] = 1;
    const component = [start];
    for (let at = 0; at < component.length; at++) {
      for (const l of near[component[at]!]!) {
        if (met[l] === 1) continue;
        met[l] = 1;
        component.push(l);
      }
    }
    components.push(component.sort((x, y) => x - y));
  }
  return components;
}
