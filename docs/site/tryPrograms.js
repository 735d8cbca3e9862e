// Runs bundled programs one after another in a process from which everything of Node was taken, and writes what each block printed.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { printed } from "./browser/printed.js";

const [, , folder, answer, ...names] = process.argv;
const MARK = "\u0001";
const node = process;
const found = {};
let blocks;
let lines;
console.log = (...values) => {
  const text = values.map((one) => printed(one)).join(" ");
  if (text === MARK) {
    blocks.push(lines.map((line) => `${line}\n`).join(""));
    lines = [];
  } else lines.push(text);
};
for (const name of ["process", "Buffer", "global", "require", "setImmediate", "clearImmediate"])
  delete globalThis[name];
for (const name of names) {
  blocks = [];
  lines = [];
  found[name] = blocks;
  try {
    await import(pathToFileURL(`${folder}/${name}.js`).href);
  } catch {
    // What was printed before is all that can be run.
  }
}
writeFileSync(answer, JSON.stringify(found));
node.exit(0);
