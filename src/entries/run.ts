// spillway/run: worlds played by agents, whatever the study. run, for a whole study, is in spillway.

// Play
export { type Progress, type RunPlanOptions, type RunResult, runPlan } from "../run/runPlan.ts";
export type { RunSettings } from "../run/runSettings.ts";
export { type Replayed, type ReplayOptions, replay } from "../run/world/replay.ts";
export type { GivenPlay, HistorySettings } from "../run/world/historyShape.ts";

// Who hears what
export { type Interaction, type InteractionSettings, interaction } from "../run/interaction.ts";
export type { Channel } from "../run/Channel.ts";
export { channels } from "../run/channels.ts";
export { neighbours as neighboursChannel } from "../run/channels/neighbours.ts";
export { oneNeighbour as oneNeighbourChannel } from "../run/channels/oneNeighbour.ts";
export { pairs as pairsChannel } from "../run/channels/pairs.ts";
export { type GroupsSettings, groups as groupsChannel } from "../run/channels/groups.ts";
export { type FeedSettings, feed as feedChannel } from "../run/channels/feed.ts";
export { type CountsSettings, counts as countsChannel } from "../run/channels/counts.ts";
export { type MeanSettings, mean as meanChannel } from "../run/channels/mean.ts";
export { shuffled as shuffledChannel } from "../run/channels/shuffled.ts";
export { type YokedSettings, yoked as yokedChannel } from "../run/channels/yoked.ts";
export { none as noChannel } from "../run/channels/none.ts";
export type { DeliverySettings } from "../run/world/delivery.ts";

// Who acts when
export type { Schedule } from "../run/Schedule.ts";
export { schedules } from "../run/schedules.ts";
export { simultaneous } from "../run/schedules/simultaneous.ts";
export { type SequentialSettings, sequential } from "../run/schedules/sequential.ts";
export { type ActivationSettings, activation } from "../run/schedules/activation.ts";
export { type OnePairSettings, onePair } from "../run/schedules/onePair.ts";

// What was spent, why it stopped, and whether the answers can be used
export type { Spent } from "../run/calls/Spent.ts";
export type { HaltReason } from "../run/calls/halt.ts";
export { type RunChecker, type RunChecks, runChecks } from "../run/checks/runChecks.ts";
export type { FingerprintUse, ModelUse } from "../run/checks/modelChecks.ts";

// A run in one archive
export { type SealedRun, sealRun } from "../experiment/seal/sealRun.ts";
export { type Verification, type VerifyOptions, verifySeal } from "../experiment/seal/verifySeal.ts";
export type { Seal, SealedFile, SealFault } from "../experiment/seal/Seal.ts";

// Time and folders
export type { Clock } from "../run/Clock.ts";
export { systemClock } from "../run/systemClock.ts";
export type { Alarm } from "../run/Alarm.ts";
export { systemAlarm } from "../run/systemAlarm.ts";
export { lockFolder } from "../run/lockFolder.ts";

// The same worlds twice
export type { Injection } from "../experiment/twin/Injection.ts";
export { StoppedTwin } from "../experiment/twin/StoppedTwin.ts";
export type { TwinEffect } from "../experiment/twin/TwinEffect.ts";
export {
  type TwinRequest,
  type TwinResult,
  twinWorlds,
} from "../experiment/twin/twinWorlds.ts";
