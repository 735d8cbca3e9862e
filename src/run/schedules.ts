import type { CatalogueEntry } from "../core/defineKind.ts";
import type { Schedule } from "./Schedule.ts";
import { activation } from "./schedules/activation.ts";
import { onePair } from "./schedules/onePair.ts";
import { sequential } from "./schedules/sequential.ts";
import { simultaneous } from "./schedules/simultaneous.ts";

/** Every schedule that a study file can name. */
export const schedules: readonly CatalogueEntry<Schedule>[] = [simultaneous, sequential, onePair, activation];
