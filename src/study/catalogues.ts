import { designs } from "../../designs/catalogue.ts";
import type { Design } from "../../designs/Design.ts";
import { estimators } from "../../estimators/catalogue.ts";
import type { Estimator } from "../../estimators/Estimator.ts";
import { populations } from "../agents/index.ts";
import type { Population } from "../agents/Population.ts";
import type { CatalogueEntry } from "../core/defineKind.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import { exposures } from "../exposure/exposures.ts";
import type { ChangeRule } from "../network/changes/ChangeRule.ts";
import { changeRules } from "../network/changes/changeRules.ts";
import { networkModels } from "../network/generators/networkModels.ts";
import type { NetworkModel } from "../network/NetworkModel.ts";
import type { Channel } from "../run/Channel.ts";
import { channels } from "../run/channels.ts";
import type { Schedule } from "../run/Schedule.ts";
import { schedules } from "../run/schedules.ts";

/** A catalogue and what its entries are called. */
export interface Catalogue<Made> {
  /** One entry, for messages: "there is no design …". */
  readonly noun: string;
  readonly entries: readonly CatalogueEntry<Made>[];
}

/** The catalogues of a study, one for each of its parts. */
interface Catalogues {
  readonly networks: Catalogue<NetworkModel>;
  readonly changes: Catalogue<ChangeRule>;
  readonly agents: Catalogue<Population>;
  readonly designs: Catalogue<Design>;
  readonly exposures: Catalogue<Exposure>;
  readonly channels: Catalogue<Channel>;
  readonly schedules: Catalogue<Schedule>;
  readonly estimators: Catalogue<Estimator>;
}

/** Everything that a study file can name by its kind. */
export const catalogues: Catalogues = {
  networks: { noun: "network model", entries: networkModels },
  changes: { noun: "rule by which a network changes", entries: changeRules },
  agents: { noun: "population of agents", entries: populations },
  designs: { noun: "design", entries: designs },
  exposures: { noun: "exposure", entries: exposures },
  channels: { noun: "channel", entries: channels },
  schedules: { noun: "schedule", entries: schedules },
  estimators: { noun: "estimator", entries: estimators },
};
