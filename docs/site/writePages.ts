import { readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Application, Comment, CommentTag, Converter, LogLevel, ReflectionKind } from "typedoc";
import { blockKey, type Runnable } from "./runnable.ts";
import { SECTIONS } from "./sections.ts";
import { stage } from "./stage.ts";

/** Where things are: the repository, a folder to work in, and the site. */
export interface Folders {
  readonly root: string;
  readonly work: string;
  readonly site: string;
}

/** The heading over the entry points. */
const REFERENCE = "API reference";

/** The part of markdown-it that is touched. */
interface MarkdownIt {
  readonly renderer: {
    readonly rules: {
      fence?: (tokens: readonly { readonly content: string }[], k: number, ...more: never[]) => string;
    };
  };
}

function buttonOf(one: Runnable | undefined): string {
  return one === undefined
    ? ""
    : `<div class="run" data-program="${one.program}" data-block="${one.block}"><button type="button">Run in this browser</button><output aria-live="polite" hidden></output></div>\n`;
}

function linkOf(address: string | undefined): string {
  return address === undefined ? "" : `<p class="run"><a href="${address}">Open in the sandbox</a></p>\n`;
}

/** Has TypeDoc write the pages and the reference. @returns links of docstrings that name nothing. */
export async function writePages(
  { root, work, site }: Folders,
  runnable: ReadonlyMap<string, Runnable>,
  studies: ReadonlyMap<string, string>,
): Promise<string[]> {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, { default: string } | string>;
  };
  const entries = new Map(
    Object.entries(exports).flatMap(([name, entry]) =>
      typeof entry === "object"
        ? [
            [
              resolve(root, entry.default.replace("./dist/", "").replace(/\.js$/, ".ts")),
              `spillway${name.slice(1)}`,
            ] as const,
          ]
        : [],
    ),
  );
  // Outputs have no language, and a highlighter that does not know one says so for each block.
  const staged = stage(root, work, (_, text) =>
    text.replaceAll(/^```(?:output|csv|jinja|liquid|md|pajek|xml)$/gm, "```text"),
  );
  const groups = SECTIONS.map(([title]) => title);
  const app = await Application.bootstrap({
    name: "Spillway",
    entryPoints: [...entries.keys()],
    tsconfig: join(root, "tsconfig.json"),
    readme: staged.readme,
    projectDocuments: [...staged.documents],
    out: site,
    // The programs are there already.
    cleanOutputDir: false,
    basePath: root,
    logLevel: LogLevel.Warn,
    // `npm run types` looks for errors of types.
    skipErrorChecking: true,
    disableSources: true,
    excludeInternal: true,
    hideGenerator: true,
    githubPages: true,
    // In the order of the contents, and of the entry points.
    sort: ["documents-first"],
    groupOrder: [...groups, REFERENCE, "*"],
    navigation: { includeGroups: true, includeCategories: false, excludeReferences: true },
    highlightLanguages: [
      "bash",
      "sh",
      "yaml",
      "json",
      "typescript",
      "javascript",
      "python",
      "r",
      "sql",
      "html",
      "diff",
    ],
    favicon: join(import.meta.dirname, "browser/favicon.svg"),
    customCss: join(import.meta.dirname, "browser/site.css"),
    customJs: join(work, "page.js"),
    searchInDocuments: true,
    searchInComments: true,
    navigationLinks: { Laboratory: "lab/index.html" },
    validation: {
      notExported: false,
      invalidLink: true,
      invalidPath: true,
      rewrittenLink: false,
      notDocumented: false,
      unusedMergeModuleWith: true,
    },
    markdownItLoader: (parser: MarkdownIt) => {
      const usual = parser.renderer.rules.fence!;
      parser.renderer.rules.fence = (tokens, k, ...more) => {
        const key = blockKey(tokens[k]!.content);
        return `${usual(tokens, k, ...more)}${buttonOf(runnable.get(key))}${linkOf(studies.get(key))}`;
      };
    },
  });
  writeFileSync(join(work, "page.js"), readFileSync(join(import.meta.dirname, "browser/page.js")));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      // TypeDoc names an entry point by its folder and file.
      const entry = [...entries].find(([path]) => {
        const file = relative(root, path).replace(/(?:\/index)?\.ts$/, "");
        return file === module.name;
      });
      if (entry === undefined) throw new Error(`${module.name} is no entry point of the package`);
      module.name = entry[1];
      module.comment = new Comment([], [new CommentTag("@group", [{ kind: "text", text: REFERENCE }])]);
    }
  });
  const faults: string[] = [];
  const warn = app.logger.warn.bind(app.logger);
  app.logger.warn = ((text: string, ...more: []) => {
    // A docstring may speak of what is not public: its name stands there, without a link.
    if (/was resolved but is not included|is not included in the documentation|@param with name/.test(text))
      return;
    if (/Failed to resolve link|not a file/.test(text)) faults.push(text);
    else warn(text as never, ...more);
  }) as typeof app.logger.warn;
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc could not read the entry points");
  app.validate(project);
  await app.generateOutputs(project);
  return faults;
}
