import { rng } from "../../src/core/rng.ts";
import type { Attempt } from "../../src/log/Turn.ts";
import type { Alarm } from "../../src/run/Alarm.ts";
import type { Clock } from "../../src/run/Clock.ts";
import { budget } from "../../src/run/calls/budget.ts";
import { type CallDispatcher, callDispatcher } from "../../src/run/calls/callDispatcher.ts";
import { type Halt, halt } from "../../src/run/calls/halt.ts";
import { limiter } from "../../src/run/calls/limiter.ts";
import { type RunSettings, runSettings } from "../../src/run/runSettings.ts";
import { systemAlarm } from "../../src/run/systemAlarm.ts";
import { still } from "./ring.ts";

export interface DeskSetting {
  readonly settings?: RunSettings;
  readonly halt?: Halt;
  readonly clock?: Clock;
  readonly alarm?: Alarm;
  readonly attempt?: (attempt: Attempt) => void;
  readonly tokens?: () => { input: number; output: number };
}

/** A desk for plans of `planOf`. */
export function deskOf(setting: DeskSetting = {}): CallDispatcher {
  const { halt: stop = halt(), clock = still, alarm = systemAlarm, attempt = () => {}, tokens } = setting;
  const settings = runSettings(setting.settings);
  const tools = { settings, halt: stop, clock, alarm };
  return callDispatcher({
    ...tools,
    limiter: limiter({ ...tools, budget: budget(settings.budget) }),
    planHash: "a".repeat(64),
    rng: rng(1),
    attempt,
    ...(tokens ? { tokens } : {}),
  });
}
