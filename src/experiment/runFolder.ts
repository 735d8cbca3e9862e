import { join } from "node:path";

/** The files of a run's folder. */
interface RunFolder {
  readonly plan: string;
  readonly study: string;
  /** Only when the study's network is at hand rather than drawn. */
  readonly network: string;
  readonly manifest: string;
  readonly journal: string;
  readonly checks: string;
  readonly units: string;
  readonly estimates: string;
  readonly estimatesCsv: string;
  /** Only after spillway specify: what it found. */
  readonly specification: string;
  readonly report: string;
  /** Only of a run under a preregistration: the document, and the study as it was run, in the same form. */
  readonly preregistration: string;
  readonly asRun: string;
  /** Only while a run goes on over Redis, and after such a run was killed: the name that it has there. */
  readonly redis: string;
  /** Only of agents whose calls go in batches: which were sent. */
  readonly batches: string;
}

/** Where the files of a run are. */
export function runFolder(out: string): RunFolder {
  const file = (name: string): string => join(out, name);
  return {
    plan: file("plan.json"),
    study: file("study.json"),
    network: file("network.json"),
    manifest: file("manifest.json"),
    journal: file("journal.jsonl"),
    checks: file("checks.json"),
    units: file("units.csv"),
    estimates: file("estimates.json"),
    estimatesCsv: file("estimates.csv"),
    specification: file("specification.json"),
    report: file("report.html"),
    preregistration: file("preregistration.md"),
    asRun: file("as-run.json"),
    redis: file("redis.json"),
    batches: file("batches.jsonl"),
  };
}
