import type { IntervalSetting } from "./intervalSetting.ts";

/** How the calibrated interval draws the design again. */
export interface CalibratedSettings {
  /** Number of redraws, a whole number of at least 100, where the design's assignments cannot be listed. Default 2,000. */
  readonly draws?: number;
  /** Seed of the redraws. Default 1. */
  readonly seed?: string | number;
}

/**
 * The setting for intervals from redraws of the studentised estimate: `hajek({ interval: calibrated({ draws: 5000 }) })`. What
 * they assume and how they are made stands at `calibratedInterval`.
 */
export function calibrated(settings: CalibratedSettings = {}): IntervalSetting {
  return { kind: "calibrated", ...settings };
}
