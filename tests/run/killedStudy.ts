/** A run of a study as a process of its own, for the test that kills it. Arguments: the study file and the folder of the run. */
import { readFileSync } from "node:fs";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";

const [file = "", out = ""] = process.argv.slice(2);
await runStudy(await parseStudy(readFileSync(file, "utf8")), { out });
