import type { ComponentChildren, VNode } from "preact";
import type { Computations } from "../computations.ts";

/** What the reader moves. */
export type Control =
  | {
      readonly kind: "range";
      readonly label: string;
      readonly from: number;
      readonly to: number;
      readonly step: number;
      readonly unit?: string;
    }
  | {
      readonly kind: "choice";
      readonly label: string;
      readonly options: readonly (readonly [value: string, label: string])[];
    }
  | { readonly kind: "own"; readonly label: string };

/** A question before the reveal, with one right answer. */
export interface BetQuestion {
  readonly question: string;
  readonly options: readonly string[];
  /** Place of the right one. */
  readonly right: number;
  /** Why, after the reveal. */
  readonly because: string;
}

/** One idea, one control, one figure: a lesson of the laboratory. */
interface TypedLesson<Name extends keyof Computations, Setting> {
  /** In the address. */
  readonly slug: string;
  readonly title: string;
  /** A line for the list of lessons. */
  readonly summary: string;
  /** Function of work.ts that computes what the figure shows. */
  readonly work: Name;
  /** The seed of everything that is drawn. */
  readonly seed: string;
  readonly control: Control;
  readonly start: Setting;
  /** The idea, readable without touching anything. */
  readonly idea: readonly ComponentChildren[];
  readonly bet: BetQuestion;
  /** Draws what was found; `revealed` after the bet. */
  readonly figure: (
    found: ReturnType<Computations[Name]>,
    setting: Setting,
    revealed: boolean,
    change: (setting: Setting) => void,
  ) => VNode;
  /** What the figure shows, in a sentence, for readers and for listeners. */
  readonly sentence: (found: ReturnType<Computations[Name]>, setting: Setting, revealed: boolean) => string;
  /** Code that does the same, and changes with the control. */
  readonly code: (setting: Setting) => string;
  /** What to take away. */
  readonly takeaway: string;
  /** Page of the documentation that goes on from here. */
  readonly further: string;
}

/** A lesson in the list, where each has another setting and another result. */
export interface Lesson
  extends Omit<TypedLesson<keyof Computations, unknown>, "figure" | "sentence" | "code"> {
  readonly figure: (
    found: unknown,
    setting: unknown,
    revealed: boolean,
    change: (setting: unknown) => void,
  ) => VNode;
  readonly sentence: (found: unknown, setting: unknown, revealed: boolean) => string;
  readonly code: (setting: unknown) => string;
}

/** Keeps the types of one lesson together while it is written; the list holds them without. */
export function lesson<Name extends keyof Computations, Setting extends Parameters<Computations[Name]>[0]>(
  one: TypedLesson<Name, Setting>,
): Lesson {
  return one as unknown as Lesson;
}
