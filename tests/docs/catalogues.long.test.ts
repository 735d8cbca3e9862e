import { pagesRun } from "./pagesRun.ts";

// A page for each kind of the catalogues, and README and CONTRIBUTING.
pagesRun((path) => !/^docs\/[^/]+$/.test(path));
