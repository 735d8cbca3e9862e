/** A file of a sealed run. */
export interface SealedFile {
  /** Its name in the run's folder, with / between folders. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** A digest of 32 bits for each line, as base64, that tells where a changed file differs. */
  readonly lines: string;
}

/** What the first entry of a sealed archive says of all others. */
export interface Seal {
  readonly format: 1;
  /** Version of Spillway that sealed the run. */
  readonly spillway: string;
  readonly study: { readonly name: string; readonly hash: string };
  readonly plan: { readonly hash: string };
  /** Whether the run had a table of units, which it has when it is complete. */
  readonly complete: boolean;
  /** Ascending by path. */
  readonly files: readonly SealedFile[];
}

/** Name of the first entry of an archive. */
export const SEAL_FILE = "SEAL.json";

/** Where a file is not what was sealed. */
export interface SealFault {
  readonly file: string;
  /** The first line that differs, where it can be told. */
  readonly line?: number;
  readonly because: string;
}
