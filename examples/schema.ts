// Writes docs/study.schema.json, the JSON Schema of study files. Run with: npx tsx examples/schema.ts
import { writeFileSync } from "node:fs";
import { studyJsonSchema } from "spillway/studies";

writeFileSync(
  new URL("../docs/study.schema.json", import.meta.url),
  `${JSON.stringify(studyJsonSchema(), null, 2)}\n`,
);
