import type { HttpAnswer } from "../../endpoint/httpFault.ts";
import type { RecordedBatch } from "./batchRecord.ts";

/** One request of a batch. */
export interface BatchItem {
  /** Names it within the batch. */
  readonly key: string;
  /** A chat completion, as a single call would send it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The JSON Schema that the answer is held to, where it is. */
  readonly schema?: unknown;
}

/** What came of a batch. */
export interface BatchResults {
  /** By the key of the request, its answer in the form of a chat completion; what has none is absent. */
  readonly answers: ReadonlyMap<string, HttpAnswer>;
  /** Why the others have none, in words of the other side. */
  readonly because?: string;
}

/** An endpoint that takes requests in batches. What goes wrong is thrown as an AgentFault. */
export interface BatchEndpoint {
  /** Sends a batch and gives its id. */
  send(name: string, items: readonly BatchItem[]): Promise<string>;
  /** The results of a batch; undefined while it is at work. */
  results(id: string): Promise<BatchResults | undefined>;
  /** Looks for a batch that was announced and whose id nobody noted; `later` when that cannot be told yet. */
  find(batch: RecordedBatch): Promise<{ readonly id?: string } | "later">;
}
