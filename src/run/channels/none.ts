import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import type { Channel } from "../Channel.ts";

/** Nobody hears anything: agents in isolation, the control of every claim that a behaviour comes from interaction. */
export const none: Kind<Record<string, never>, Channel> = defineKind({
  kind: "none",
  summary: "nothing: agents in isolation",
  settings: z.strictObject({}),
  make: (): Channel => ({
    name: "none",
    params: {},
    chance: false,
    chooses: false,
    start: () => ({ inbox: () => ({ heard: [] }) }),
  }),
});
