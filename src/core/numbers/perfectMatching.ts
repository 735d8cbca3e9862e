import { SpillwayError } from "../SpillwayError.ts";

/**
 * A perfect matching of least total cost: everybody has one partner, and no other way to pair them costs less. Edmonds'
 * blossom algorithm with dual variables (Edmonds 1965, "Maximum matching and a polyhedron with 0,1-vertices"; in the
 * O(n³) form of Gabow 1976), on the costs turned into weights that make more pairs always worth more. Exact: whole
 * numbers in, whole numbers throughout.
 *
 * Cost: O(n³) time, O(n²) memory (about 40 bytes for each ordered pair).
 *
 * @param n even number of those to be paired
 * @param cost whole number of at least 0 for i < j, at most 2^52 / 8n: sums of duals reach 6n times the largest
 * @returns partner of each
 */
export function perfectMatching(n: number, cost: (i: number, j: number) => number): Uint32Array<ArrayBuffer> {
  if (!Number.isInteger(n) || n < 0 || n % 2 === 1)
    throw new SpillwayError(`perfectMatching: n must be an even number of at least 0, got ${n}`);
  // Numbers 1 … n are vertices, n + 1 … are blossoms, 0 is nobody.
  const width = n + n / 2 + 1;
  const at = (x: number, y: number): number => x * width + y;
  /** The edge that stands for the pair x, y: its ends are vertices in x and y. Weight 0 means none. */
  const from = new Int32Array(width * width);
  const to = new Int32Array(width * width);
  const weight = new Float64Array(width * width);
  let most = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const c = cost(i, j);
      if (!Number.isSafeInteger(c) || c < 0 || c * 8 * n > 2 ** 52)
        throw new SpillwayError(
          `perfectMatching: costs must be whole numbers from 0 to 2^52 / 8n, got ${c} for ${i}, ${j}`,
        );
      weight[at(i + 1, j + 1)] = c;
      most = Math.max(most, c);
    }
  }
  // One pair more outweighs whatever changes among all the others.
  const bonus = (n / 2 + 1) * most + 1;
  for (let u = 1; u <= n; u++) {
    for (let v = 1; v <= n; v++) {
      from[at(u, v)] = u;
      to[at(u, v)] = v;
      if (u < v) weight[at(u, v)] = bonus - weight[at(u, v)]!;
      else weight[at(u, v)] = u === v ? 0 : weight[at(v, u)]!;
    }
  }
  const dual = new Float64Array(width).fill(bonus, 1, n + 1);
  const match = new Int32Array(width);
  /** The vertex outside through which x is nearest to being reached. */
  const nearest = new Int32Array(width);
  /** The outermost blossom around x; 0 for a blossom not in use. */
  const outer = Int32Array.from({ length: width }, (_, x) => (x <= n ? x : 0));
  const parent = new Int32Array(width);
  /** 0 even (reached, may grow), 1 odd, −1 not reached. */
  const side = new Int8Array(width);
  const seen = new Int32Array(width);
  const petals: number[][] = Array.from({ length: width }, () => []);
  /** Which petal of blossom b holds vertex v, at b × width + v. */
  const petalOf = new Int32Array(width * width);
  for (let u = 1; u <= n; u++) petalOf[at(u, u)] = u;
  let last = n;
  let visit = 0;
  let queue: number[] = [];

  const slack = (e: number): number => dual[from[e]!]! + dual[to[e]!]! - 2 * weight[at(from[e]!, to[e]!)]!;
  const reach = (u: number, x: number): void => {
    if (nearest[x] === 0 || slack(at(u, x)) < slack(at(nearest[x]!, x))) nearest[x] = u;
  };
  const setNearest = (x: number): void => {
    nearest[x] = 0;
    for (let u = 1; u <= n; u++)
      if (weight[at(u, x)]! > 0 && outer[u] !== x && side[outer[u]!] === 0) reach(u, x);
  };
  const push = (x: number): void => {
    if (x <= n) queue.push(x);
    else petals[x]!.forEach(push);
  };
  const setOuter = (x: number, b: number): void => {
    outer[x] = b;
    if (x > n) for (const petal of petals[x]!) setOuter(petal, b);
  };
  /** Position of a petal, after turning the blossom so that the way to it from the base is even. */
  const evenPosition = (b: number, petal: number): number => {
    const list = petals[b]!;
    const position = list.indexOf(petal);
    if (position % 2 === 0) return position;
    petals[b] = [list[0]!, ...list.slice(1).reverse()];
    return list.length - position;
  };
  const setMatch = (u: number, v: number): void => {
    match[u] = to[at(u, v)]!;
    if (u <= n) return;
    const petal = petalOf[at(u, from[at(u, v)]!)]!;
    const position = evenPosition(u, petal);
    for (let k = 0; k < position; k++) setMatch(petals[u]![k]!, petals[u]![k ^ 1]!);
    setMatch(petal, v);
    petals[u] = [...petals[u]!.slice(position), ...petals[u]!.slice(0, position)];
  };
  const augment = (first: number, second: number): void => {
    let u = first;
    let v = second;
    for (;;) {
      const next = outer[match[u]!]!;
      setMatch(u, v);
      if (next === 0) return;
      setMatch(next, outer[parent[next]!]!);
      u = outer[parent[next]!]!;
      v = next;
    }
  };
  /** Where the ways from u and v to their roots meet; 0 when they do not. */
  const meeting = (first: number, second: number): number => {
    visit++;
    let u = first;
    let v = second;
    while (u !== 0 || v !== 0) {
      if (u !== 0) {
        if (seen[u] === visit) return u;
        seen[u] = visit;
        u = outer[match[u]!]!;
        if (u !== 0) u = outer[parent[u]!]!;
      }
      [u, v] = [v, u];
    }
    return 0;
  };
  const addBlossom = (u: number, base: number, v: number): void => {
    let b = n + 1;
    while (b <= last && outer[b] !== 0) b++;
    last = Math.max(last, b);
    dual[b] = 0;
    side[b] = 0;
    match[b] = match[base]!;
    const arm = (start: number): number[] => {
      const way: number[] = [];
      for (let x = start; x !== base; ) {
        const y = outer[match[x]!]!;
        way.push(x, y);
        push(y);
        x = outer[parent[y]!]!;
      }
      return way;
    };
    petals[b] = [base, ...arm(u).reverse(), ...arm(v)];
    setOuter(b, b);
    for (let x = 1; x <= last; x++) weight[at(b, x)] = weight[at(x, b)] = 0;
    for (let x = 1; x <= n; x++) petalOf[at(b, x)] = 0;
    for (const petal of petals[b]!) {
      for (let x = 1; x <= last; x++) {
        if (weight[at(b, x)] !== 0 && slack(at(petal, x)) >= slack(at(b, x))) continue;
        for (const part of [from, to, weight]) {
          part[at(b, x)] = part[at(petal, x)]!;
          part[at(x, b)] = part[at(x, petal)]!;
        }
      }
      for (let x = 1; x <= n; x++) if (petalOf[at(petal, x)] !== 0) petalOf[at(b, x)] = petal;
    }
    setNearest(b);
  };
  const expandBlossom = (b: number): void => {
    for (const petal of petals[b]!) setOuter(petal, petal);
    const entry = petalOf[at(b, from[at(b, parent[b]!)]!)]!;
    const position = evenPosition(b, entry);
    const list = petals[b]!;
    for (let k = 0; k < position; k += 2) {
      const odd = list[k]!;
      const even = list[k + 1]!;
      parent[odd] = from[at(even, odd)]!;
      side[odd] = 1;
      side[even] = 0;
      nearest[odd] = 0;
      setNearest(even);
      push(even);
    }
    side[entry] = 1;
    parent[entry] = parent[b]!;
    for (let k = position + 1; k < list.length; k++) {
      side[list[k]!] = -1;
      setNearest(list[k]!);
    }
    outer[b] = 0;
  };
  /** Follows an edge without slack; true when it completes an augmenting path. */
  const follow = (e: number): boolean => {
    const u = outer[from[e]!]!;
    const v = outer[to[e]!]!;
    if (side[v] === -1) {
      parent[v] = from[e]!;
      side[v] = 1;
      const next = outer[match[v]!]!;
      nearest[v] = nearest[next] = 0;
      side[next] = 0;
      push(next);
    } else if (side[v] === 0) {
      const base = meeting(u, v);
      if (base === 0) {
        augment(u, v);
        augment(v, u);
        return true;
      }
      addBlossom(u, base, v);
    }
    return false;
  };
  /** How far the duals can move before something happens. */
  const step = (): number => {
    let d = Number.POSITIVE_INFINITY;
    for (let b = n + 1; b <= last; b++) if (outer[b] === b && side[b] === 1) d = Math.min(d, dual[b]! / 2);
    for (let x = 1; x <= last; x++) {
      if (outer[x] !== x || nearest[x] === 0 || side[x] === 1) continue;
      const s = slack(at(nearest[x]!, x));
      d = Math.min(d, side[x] === -1 ? s : s / 2);
    }
    return d;
  };
  const moveDuals = (d: number): void => {
    for (let u = 1; u <= n; u++) {
      const s = side[outer[u]!]!;
      dual[u]! -= s === 0 ? d : s === 1 ? -d : 0;
    }
    for (let b = n + 1; b <= last; b++) {
      if (outer[b] === b) dual[b]! += side[b] === 0 ? 2 * d : side[b] === 1 ? -2 * d : 0;
    }
  };
  /** Grows trees from everybody unmatched until two more are matched. */
  const grow = (): void => {
    side.fill(-1);
    nearest.fill(0);
    queue = [];
    for (let x = 1; x <= last; x++) {
      if (outer[x] !== x || match[x] !== 0) continue;
      parent[x] = 0;
      side[x] = 0;
      push(x);
    }
    for (;;) {
      for (let head = 0; head < queue.length; head++) {
        const u = queue[head]!;
        if (side[outer[u]!] === 1) continue;
        for (let v = 1; v <= n; v++) {
          if (weight[at(u, v)]! <= 0 || outer[u] === outer[v]) continue;
          if (slack(at(u, v)) !== 0) reach(u, outer[v]!);
          else if (follow(at(u, v))) return;
        }
      }
      moveDuals(step());
      queue = [];
      for (let x = 1; x <= last; x++) {
        const near = nearest[x]!;
        if (outer[x] !== x || near === 0 || outer[near] === x || slack(at(near, x)) !== 0) continue;
        if (follow(at(near, x))) return;
      }
      for (let b = n + 1; b <= last; b++)
        if (outer[b] === b && side[b] === 1 && dual[b] === 0) expandBlossom(b);
    }
  };
  for (let pairs = 0; pairs < n / 2; pairs++) grow();
  return Uint32Array.from({ length: n }, (_, i) => match[i + 1]! - 1);
}
