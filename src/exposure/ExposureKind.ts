import type { Kind } from "../core/defineKind.ts";
import type { Exposure } from "./Exposure.ts";

/** A catalogue entry that makes exposure mappings. */
export type ExposureKind<Settings> = Kind<Settings, Exposure>;
