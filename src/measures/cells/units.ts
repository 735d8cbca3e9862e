import { z } from "zod";

/** The units of information: bits are logarithms to the base 2, nats natural ones. */
type Unit = "bits" | "nats";

/** The setting of the unit. */
export const unitField = (): z.ZodDefault<z.ZodEnum<{ bits: "bits"; nats: "nats" }>> =>
  z.enum(["bits", "nats"], { error: "must be bits or nats" }).default("bits");

/** Bits in the unit wanted. */
export const unitsOfBits = (bits: number, unit: Unit): number => (unit === "bits" ? bits : bits * Math.LN2);

/** Nats in the unit wanted. */
export const units = (nats: number, unit: Unit): number => (unit === "nats" ? nats : nats / Math.LN2);
