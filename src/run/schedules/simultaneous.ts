import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import type { Schedule } from "../Schedule.ts";

/** Everybody acts in every round at the same time: the schedule of a study that names none. */
export const simultaneous: Kind<Record<string, never>, Schedule> = defineKind({
  kind: "simultaneous",
  summary: "everybody in every round, at the same time",
  settings: z.strictObject({}),
  make: (): Schedule => ({
    name: "simultaneous",
    params: {},
    chance: false,
    partial: false,
    meets: false,
    atOnce: (n) => n,
    start({ network }) {
      const all = [everybody(network.n)];
      return () => all;
    },
  }),
});

/** The numbers 0 … n − 1. */
export function everybody(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}
