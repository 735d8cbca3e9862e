import type { HttpAnswer } from "../../endpoint/httpFault.ts";
import type { BatchEndpoint } from "./BatchEndpoint.ts";
import {
  answerWithin,
  type BatchWire,
  batchId,
  batchObject,
  batchText,
  fieldsOf,
  linesIn,
  listed,
} from "./batchText.ts";

const ENDPOINT = "/v1/chat/completions";
/** States in which nothing more comes. */
const ENDED: ReadonlySet<unknown> = new Set(["completed", "failed", "expired", "cancelled"]);

/** Batches in OpenAI's form: a file of JSON Lines, a batch over it, and a file of results beside one of errors. */
export function openaiBatches(wire: BatchWire): BatchEndpoint {
  return {
    async send(name, items) {
      const lines = items.map(({ key, body }) =>
        JSON.stringify({ custom_id: key, method: "POST", url: ENDPOINT, body }),
      );
      const form = new FormData();
      form.append("purpose", "batch");
      form.append(
        "file",
        new Blob([`${lines.join("\n")}\n`], { type: "application/jsonl" }),
        `${name}.jsonl`,
      );
      const file = batchId(wire, (await batchObject(wire, "/files", form)).id);
      const batch = await batchObject(wire, "/batches", {
        input_file_id: file,
        endpoint: ENDPOINT,
        completion_window: "24h",
        metadata: { spillway: name },
      });
      return batchId(wire, batch.id);
    },
    async results(id) {
      const batch = await batchObject(wire, `/batches/${id}`);
      if (!ENDED.has(batch.status)) return undefined;
      const answers = new Map<string, HttpAnswer>();
      for (const name of ["output_file_id", "error_file_id"]) {
        const file = batch[name];
        if (file === undefined || file === null) continue;
        for (const line of linesIn(await batchText(wire, `/files/${batchId(wire, file)}/content`))) {
          const { status_code: status, body } = fieldsOf(line.response);
          const key = String(line.custom_id);
          // A request with neither answer nor status was not worked on.
          if (Number.isInteger(status) && !answers.has(key))
            answers.set(key, answerWithin(Number(status), body));
        }
      }
      const errors = fieldsOf(batch.errors).data;
      const { message } = fieldsOf(Array.isArray(errors) ? errors[0] : undefined);
      return {
        answers,
        because: `the batch is ${String(batch.status)}${message ? `: ${String(message)}` : ""}`,
      };
    },
    async find({ name }) {
      const found = listed(await batchObject(wire, "/batches?limit=100")).find(
        ({ metadata }) => fieldsOf(metadata).spillway === name,
      );
      return found ? { id: batchId(wire, found.id) } : {};
    },
  };
}
