import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { CharacterSet, PatternNode } from "./PatternNode.ts";
import { parsePattern } from "./parsePattern.ts";

/** A pattern that finds its match in time linear in the text. */
interface LinearPattern {
  /** The first match and its groups (absent ones undefined), or undefined. */
  exec(text: string): readonly (string | undefined)[] | undefined;
  /** All matches, one after the other, each with its groups. */
  all(text: string): Generator<readonly (string | undefined)[]>;
}

/** Steps of a program, and characters of a text, at most. */
const MOST_STEPS = 5_000;
const LONGEST_TEXT = 1 << 22;

type Step =
  | { readonly op: "take"; readonly set: CharacterSet }
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "start" | "end" | "word-edge" | "no-word-edge" | "match" };

/**
 * Compiles a pattern into a program that follows all its ways at once (Thompson 1968; Pike's machine, as in Cox 2009, "Regular
 * expression matching: the virtual machine approach"), so no text makes it run away: what a pattern from somebody else's file costs is
 * O(pattern × text). The match found is that of JavaScript; a group in a repetition keeps the last text that it took.
 *
 * @param who begins the error messages.
 * @throws SpillwayError as {@link parsePattern}, and for a pattern that repeats too much. Matching throws for texts of over 4 million characters.
 */
export function linearPattern(text: string, who: string): LinearPattern {
  const { tree, groups } = parsePattern(text, who);
  const steps: Step[] = [];
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS)
      throw new SpillwayError(`${who}: the pattern repeats too much: it has more than ${MOST_STEPS} steps`);
    return steps.push(step) - 1;
  };
  const emit = (node: PatternNode): void => {
    if (node.kind === "set") add({ op: "take", set: node.set });
    else if (node.kind === "list") for (const part of node.parts) emit(part);
    else if (node.kind === "group") {
      add({ op: "save", slot: 2 * node.number });
      emit(node.part);
      add({ op: "save", slot: 2 * node.number + 1 });
    } else if (node.kind === "choice") {
      const ends: { op: "jump"; to: number }[] = [];
      node.parts.forEach((part, k) => {
        if (k === node.parts.length - 1) return emit(part);
        const split = { op: "split" as const, first: 0, second: 0 };
        split.first = add(split) + 1;
        emit(part);
        const end = { op: "jump" as const, to: 0 };
        add(end);
        ends.push(end);
        split.second = steps.length;
      });
      for (const end of ends) end.to = steps.length;
    } else if (node.kind === "repeat") repeat(node);
    else add({ op: node.kind });
  };
  const repeat = ({ part, least, most, greedy }: Extract<PatternNode, { kind: "repeat" }>): void => {
    for (let k = 0; k < least; k++) emit(part);
    const branch = (): { op: "split"; first: number; second: number } => {
      const split = { op: "split" as const, first: 0, second: 0 };
      const inner = add(split) + 1;
      if (greedy) split.first = inner;
      else split.second = inner;
      return split;
    };
    const leave = (split: { first: number; second: number }): void => {
      if (greedy) split.second = steps.length;
      else split.first = steps.length;
    };
    if (most === undefined) {
      const at = steps.length;
      const split = branch();
      emit(part);
      add({ op: "jump", to: at });
      leave(split);
      return;
    }
    const splits: ReturnType<typeof branch>[] = [];
    for (let k = least; k < most; k++) {
      splits.push(branch());
      emit(part);
    }
    for (const split of splits) leave(split);
  };
  add({ op: "save", slot: 0 });
  emit(tree);
  add({ op: "save", slot: 1 });
  add({ op: "match" });
  const slots = 2 * (groups + 1);
  const find = (whole: string, from: number): Int32Array | undefined => {
    if (whole.length > LONGEST_TEXT)
      throw new SpillwayError(
        `${who}: a pattern looks at texts of at most ${LONGEST_TEXT} characters, got ${whole.length}`,
      );
    return run(steps, slots, whole, from);
  };
  const cut = (whole: string, found: Int32Array): (string | undefined)[] =>
    Array.from({ length: groups + 1 }, (_, k) =>
      found[2 * k]! < 0 || found[2 * k + 1]! < 0 ? undefined : whole.slice(found[2 * k], found[2 * k + 1]),
    );
  return {
    exec(whole) {
      const found = find(whole, 0);
      return found && cut(whole, found);
    },
    *all(whole) {
      for (let from = 0; from <= whole.length; ) {
        const found = find(whole, from);
        if (found === undefined) return;
        yield cut(whole, found);
        from = found[1]! > found[0]! ? found[1]! : found[1]! + 1;
      }
    },
  };
}

/** Follows all ways at once, in the order in which one after the other would try them; where the first match begins and ends, with its groups. */
function run(steps: readonly Step[], slots: number, text: string, from: number): Int32Array | undefined {
  const marked = new Int32Array(steps.length).fill(-1);
  let now: { readonly step: number; readonly saved: Int32Array }[] = [];
  let next: typeof now = [];
  let best: Int32Array | undefined;
  /** Follows a way until it wants a character; a stack of our own, for patterns of any shape. */
  const follow = (list: typeof now, first: number, start: Int32Array, at: number): void => {
    const open: { step: number; saved: Int32Array }[] = [{ step: first, saved: start }];
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      const { step, saved } = way;
      if (marked[step] === at) continue;
      marked[step] = at;
      const what = steps[step]!;
      if (what.op === "jump") open.push({ step: what.to, saved });
      else if (what.op === "split") open.push({ step: what.second, saved }, { step: what.first, saved });
      else if (what.op === "save") {
        const copy = saved.slice();
        copy[what.slot] = at;
        open.push({ step: step + 1, saved: copy });
      } else if (what.op === "take" || what.op === "match") list.push({ step, saved });
      else if (holds(what.op, text, at)) open.push({ step: step + 1, saved });
    }
  };
  for (let at = from; ; ) {
    if (best === undefined) follow(now, 0, new Int32Array(slots).fill(-1), at);
    if (now.length === 0 && best !== undefined) return best;
    const code = text.codePointAt(at);
    const width = code !== undefined && code > 0xffff ? 2 : 1;
    next = [];
    for (const { step, saved } of now) {
      const what = steps[step]!;
      if (what.op === "match") {
        best = saved;
        break;
      }
      if (what.op === "take" && code !== undefined && takes(what.set, code))
        follow(next, step + 1, saved, at + width);
    }
    if (code === undefined) return best;
    now = next;
    at += width;
  }
}

function takes({ ranges, negated }: CharacterSet, code: number): boolean {
  for (const [from, to] of ranges) if (code >= from && code <= to) return !negated;
  return negated;
}

function holds(op: "start" | "end" | "word-edge" | "no-word-edge", text: string, at: number): boolean {
  if (op === "start") return at === 0;
  if (op === "end") return at === text.length;
  const edge = isWord(text, at - 1) !== isWord(text, at);
  return edge === (op === "word-edge");
}

const isWord = (text: string, at: number): boolean => at >= 0 && at < text.length && /\w/.test(text[at]!);
