/** The site's contents, in the order in which somebody new reads; the pages of a folder stand below its index. */
export const SECTIONS: readonly (readonly [title: string, pages: readonly string[]])[] = [
  [
    "Start here",
    ["docs/tutorial.md", "docs/people.md", "docs/concepts.md", "docs/study-file.md", "docs/command-line.md"],
  ],
  [
    "Design an experiment",
    [
      "docs/choose-a-design.md",
      "docs/designs/index.md",
      "docs/exposures/index.md",
      "docs/custom-exposure.md",
      "docs/networks.md",
      "docs/clusterings.md",
      "docs/treated-share.md",
      "docs/diagnose.md",
      "docs/looks-and-waves.md",
      "docs/preregister.md",
    ],
  ],
  [
    "Run it",
    [
      "docs/agents/index.md",
      "docs/interaction.md",
      "docs/questions.md",
      "docs/files.md",
      "docs/many-machines.md",
      "docs/tracing.md",
    ],
  ],
  [
    "Estimate effects",
    [
      "docs/estimators/index.md",
      "docs/analyse-logs.md",
      "docs/maps/index.md",
      "docs/trust-checks.md",
      "docs/foreign-logs.md",
      "docs/panels.md",
      "docs/compare-systems.md",
      "docs/specify.md",
      "docs/networks-in-doubt.md",
      "docs/report.md",
      "docs/checklist.md",
    ],
  ],
  [
    "Agents together",
    [
      "docs/isolated-and-interacting.md",
      "docs/person-and-situation.md",
      "docs/measures/index.md",
      "docs/twin-worlds.md",
      "docs/benchmarks.md",
      "docs/paper-as-commands.md",
    ],
  ],
  ["Teach and learn", ["docs/laboratory.md", "docs/lessons/index.md"]],
  [
    "About Spillway",
    [
      "docs/numbers.md",
      "docs/performance.md",
      "docs/architecture.md",
      "docs/design-choices.md",
      "CONTRIBUTING.md",
      "SECURITY.md",
      "CHANGELOG.md",
    ],
  ],
];

/** The pages of a folder, by its index, without the index. */
export function below(index: string, pages: readonly string[]): string[] {
  const folder = index.endsWith("/index.md") ? index.slice(0, -"index.md".length) : undefined;
  if (folder === undefined || folder === "docs/") return [];
  return pages.filter((page) => page.startsWith(folder) && page !== index);
}

/** Pages that stand nowhere in the contents, and names in the contents that are no page; the site's front page is not in them. */
export function contentFaults(pages: readonly string[]): string[] {
  const told = SECTIONS.flatMap(([, list]) => list).flatMap((page) => [page, ...below(page, pages)]);
  const twice = told.filter((page, k) => told.indexOf(page) !== k);
  return [
    ...pages.filter((page) => !told.includes(page)).map((page) => `${page} is in no section of the site`),
    ...told.filter((page) => !pages.includes(page)).map((page) => `${page} is in the contents, and no page`),
    ...twice.map((page) => `${page} is in the contents twice`),
  ];
}
