import { pagesRun } from "./pagesRun.ts";

// The pages of the folder docs itself; those of its folders and of the root are in the other file, beside which this one runs.
pagesRun((path) => /^docs\/[^/]+$/.test(path));
