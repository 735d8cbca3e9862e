import type { Found } from "../../opening/answerOf.ts";
import { fields, interval, number, text } from "../fields.ts";
import type { ResultData } from "../ResultKind.ts";

/** A row of a file as a part of the answer. @param value the field that has its number. @param data the file, which may say the confidence of all its rows. */
export function foundIn(row: ResultData, data: ResultData, value: string): Omit<Found, "name"> {
  const [estimate, p, ci] = [number(row[value]), number(row.p), interval(row.ci)];
  const confidence =
    number(row.confidence) ?? number(data.confidence) ?? number(fields(data.gate).confidence);
  const given = (field: "estimator" | "withheld" | "because" | "claim") =>
    typeof row[field] === "string" ? { [field]: text(row[field]) } : {};
  return {
    ...(estimate === undefined ? {} : { estimate }),
    // The p of a row that has an estimate stands in its table.
    ...(p === undefined || estimate !== undefined ? {} : { p }),
    ...(ci === undefined ? {} : { ci }),
    ...(confidence === undefined ? {} : { confidence }),
    ...given("estimator"),
    ...given("withheld"),
    ...given("because"),
    ...given("claim"),
  };
}
