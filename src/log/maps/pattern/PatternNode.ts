/** Which characters one place of a pattern takes, by their code points. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly negated: boolean;
}

/** A pattern as a tree. Lists and choices are of any length; `most` is absent where there is no limit. */
export type PatternNode =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "start" | "end" | "word-edge" | "no-word-edge" }
  | { readonly kind: "list" | "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "group"; readonly number: number; readonly part: PatternNode }
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly least: number;
      readonly most?: number;
      readonly greedy: boolean;
    };
