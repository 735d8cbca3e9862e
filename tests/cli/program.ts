import { join } from "node:path";
import { inject } from "vitest";

/** The program of the package, for Node. */
export const program: string = join(inject("builtPackage"), "dist/src/cli/main.js");
