/** A set of assignments and a set of units that are all exposed in all of them. */
export interface Biclique {
  /** Numbers of the assignments, in the order in which they were added. */
  readonly assignments: readonly number[];
  /** Numbers of the units, ascending. */
  readonly units: Uint32Array;
}

/** Who is exposed in which assignment: bit i mod 32 of word ⌊i/32⌋ of each row of words. */
interface Exposed {
  readonly assignments: number;
  readonly units: number;
  readonly words: number;
  readonly bits: Uint32Array;
}

interface BicliqueLimits {
  /** Fewest assignments that are wanted before units count. */
  readonly leastAssignments: number;
  /** Fewest units. */
  readonly leastUnits: number;
}

/** Growing ends when assignments × units falls below this share of the best so far. */
const LOST = 0.8;

/**
 * Divides all assignments into bicliques, greedily: from the assignment with the most exposed units, the one that keeps the most of them is added, again and again; kept is
 * the stretch with the largest assignments × units of those that have enough of both. The rule looks at who is exposed and at nothing else, and assignments are
 * first put into an order of their content, so the one at hand is treated like all others (Puelz, Basse, Feller and Toulis 2022, section 4).
 *
 * What cannot be put into one with enough units becomes one of its own. Cost: O(assignments² × words), 32 units a word.
 */
export function bicliques(exposed: Exposed, { leastAssignments, leastUnits }: BicliqueLimits): Biclique[] {
  const { words, bits, units } = exposed;
  const left = byContent(exposed);
  const found: Biclique[] = [];
  const inside = new Uint32Array(words);
  while (left.length > 0) {
    const first = left[0]!;
    inside.set(bits.subarray(first * words, (first + 1) * words));
    const chosen = [first];
    const open = left.slice(1);
    const sizes = [sizeOf(inside)];
    let best = 1;
    let most = 0;
    while (open.length > 0) {
      let next = -1;
      let kept = -1;
      for (let k = 0; k < open.length; k++) {
        const common = overlap(inside, bits, open[k]! * words);
        if (common <= kept) continue;
        kept = common;
        next = k;
        // Nothing can keep more than all of them.
        if (kept === sizes[sizes.length - 1]) break;
      }
      if (kept < leastUnits) break;
      const column = open[next]!;
      open.splice(next, 1);
      for (let word = 0; word < words; word++) inside[word]! &= bits[column * words + word]!;
      chosen.push(column);
      sizes.push(kept);
      const area = chosen.length * kept;
      if (chosen.length <= leastAssignments || area > most) {
        best = chosen.length;
        most = area;
      } else if (area < LOST * most) break;
    }
    const kept = chosen.slice(0, best);
    const members = new Set(kept);
    inside.fill(0xffffffff);
    for (const column of kept)
      for (let word = 0; word < words; word++) inside[word]! &= bits[column * words + word]!;
    found.push({ assignments: kept, units: unitsOf(inside, units) });
    let size = 0;
    for (const column of left) if (!members.has(column)) left[size++] = column;
    left.length = size;
  }
  return found;
}

/** Assignments with the most exposed units first; equal numbers in the order of their words. */
function byContent({ assignments, words, bits }: Exposed): number[] {
  const size = Array.from({ length: assignments }, (_, k) =>
    sizeOf(bits.subarray(k * words, (k + 1) * words)),
  );
  return Array.from({ length: assignments }, (_, k) => k).sort((a, b) => {
    if (size[a] !== size[b]) return size[b]! - size[a]!;
    for (let word = 0; word < words; word++) {
      const [one, two] = [bits[a * words + word]!, bits[b * words + word]!];
      if (one !== two) return one - two;
    }
    return 0;
  });
}

function sizeOf(row: Uint32Array): number {
  let size = 0;
  for (const word of row) size += ones(word);
  return size;
}

function overlap(inside: Uint32Array, bits: Uint32Array, from: number): number {
  let size = 0;
  for (let word = 0; word < inside.length; word++) size += ones(inside[word]! & bits[from + word]!);
  return size;
}

/** Number of bits that are 1 (Hacker's Delight, figure 5-2). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function unitsOf(inside: Uint32Array, units: number): Uint32Array {
  return Uint32Array.from({ length: units }, (_, i) => i).filter(
    (i) => ((inside[i >>> 5]! >>> (i & 31)) & 1) === 1,
  );
}
