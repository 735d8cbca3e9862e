/** What is asked of {@link namingGameChain}. */
interface NamingGameSetting {
  /** All agents, and those of them who are committed. */
  readonly n: number;
  readonly committed: number;
  /** Meetings of two. */
  readonly meetings: number;
}

/** What an agent knows: the committed word, the old word, or both. */
const NEW = 0;
const OLD = 1;
const BOTH = 2;

/**
 * The probability that the last word of an agent without commitment is the word of the committed, after so many meetings of the binary naming game on a complete network (Baronchelli
 * et al. 2006; Xie et al. 2011) in which nobody else knew it at first: the Markov chain of one agent and of the numbers of all others, moved forward exactly. Agents who never met
 * anybody have no word and do not count. Cost: O(meetings × n²), some milliseconds a hundred meetings of 24.
 */
export function namingGameChain({ n, committed, meetings }: NamingGameSetting): number {
  const others = n - committed - 1;
  const size = others + 1;
  // State: what the agent knows, its last word (new, old, none), and how many others know the new and the old word alone.
  const at = (own: number, word: number, a: number, b: number): number =>
    ((own * 3 + word) * size + a) * size + b;
  // The moves from each state, made once: where to, and with which chance.
  const from: number[] = [];
  const to: number[] = [];
  const chances: number[] = [];
  for (let own = 0; own < 3; own++)
    for (let word = 0; word < 3; word++)
      for (let a = 0; a <= others; a++) for (let b = 0; a + b <= others; b++) meet(own, word, a, b);
  let now = new Float64Array(9 * size * size);
  now[at(OLD, 2, 0, others)] = 1;
  for (let t = 0; t < meetings; t++) {
    const next = new Float64Array(now.length);
    for (let k = 0; k < from.length; k++) next[to[k]!] = next[to[k]!]! + now[from[k]!]! * chances[k]!;
    now = next;
  }
  let said = 0;
  let spoke = 0;
  for (let own = 0; own < 3; own++)
    for (let a = 0; a <= others; a++)
      for (let b = 0; a + b <= others; b++) {
        said += now[at(own, 0, a, b)]!;
        spoke += now[at(own, 0, a, b)]! + now[at(own, 1, a, b)]!;
      }
  return said / spoke;

  function meet(own: number, word: number, a: number, b: number): void {
    const both = others - a - b;
    const kinds = [
      [NEW, a],
      [OLD, b],
      [BOTH, both],
      [3, committed],
    ] as const;
    const pairs = n * (n - 1);
    const add = (o: number, w: number, na: number, nb: number, chance: number): void => {
      from.push(at(own, word, a, b));
      to.push(at(o, w, na, nb));
      chances.push(chance);
    };
    // Others among themselves: ordered pairs of speaker and listener.
    for (const [speaker, many] of kinds)
      for (const [listener, ofThem] of kinds) {
        const chance = (many * (ofThem - (speaker === listener ? 1 : 0))) / pairs;
        if (many === 0 || chance <= 0) continue;
        for (const [said, share] of wordsOf(speaker)) {
          const [s, l] = after(speaker, listener, said);
          const [da, db] = change(speaker, s, listener, l);
          add(own, word, a + da, b + db, chance * share);
        }
      }
    for (const [other, many] of kinds) {
      if (many === 0) continue;
      const chance = many / pairs;
      // The agent speaks.
      for (const [said, share] of wordsOf(own)) {
        const [mine, theirs] = after(own, other, said);
        const [da, db] = change(other, theirs);
        add(mine, said, a + da, b + db, chance * share);
      }
      // It listens, and says a word of its own that nobody takes in.
      for (const [said, share] of wordsOf(other))
        for (const [my, half] of wordsOf(own)) {
          const [theirs, mine] = after(other, own, said);
          const [da, db] = change(other, theirs);
          add(mine, my, a + da, b + db, chance * share * half);
        }
    }
  }
}

/** Words that one may say, with their chances. */
function wordsOf(kind: number): readonly (readonly [word: number, chance: number])[] {
  if (kind === OLD) return [[OLD, 1]];
  if (kind === BOTH)
    return [
      [NEW, 0.5],
      [OLD, 0.5],
    ];
  return [[NEW, 1]];
}

/** What speaker and listener know after the speaker has said a word. Who is committed (3) stays so. */
function after(speaker: number, listener: number, word: number): readonly [number, number] {
  const knows = listener === BOTH || listener === word || (listener === 3 && word === NEW);
  const hears = listener === 3 ? 3 : knows ? word : BOTH;
  return [speaker === 3 || !knows ? speaker : word, hears];
}

/** By how much the numbers of those who know one word alone change. */
function change(...moves: readonly number[]): readonly [number, number] {
  let [a, b] = [0, 0];
  for (let k = 0; k < moves.length; k += 2) {
    const [from, to] = [moves[k]!, moves[k + 1]!];
    a += (to === NEW ? 1 : 0) - (from === NEW ? 1 : 0);
    b += (to === OLD ? 1 : 0) - (from === OLD ? 1 : 0);
  }
  return [a, b];
}
