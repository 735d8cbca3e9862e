import { posix } from "node:path";

/** The most TypeScript files that a folder holds itself, without those of its subfolders. */
export const MOST_FILES = 30;

/** Folders by name, and how many of the files each holds itself. */
export function filesPerFolder(paths: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Folders that hold too many files, in words. */
export function folderFaults(paths: Iterable<string>): string[] {
  return [...filesPerFolder(paths)]
    .filter(([, files]) => files > MOST_FILES)
    .map(([folder, files]) => `${folder}: ${files} files, above ${MOST_FILES}`);
}

/** A row of the map: the layer and the sentence that it gives a folder. */
interface MapRow {
  readonly layer: string;
  readonly sentence: string;
}

/** The folders of a map: rows of a table with a name in code marks, a layer and a sentence. */
export function mappedFolders(markdown: string): Map<string, MapRow> {
  const rows = markdown.matchAll(/^\| `([^`]+)` \| (\d+) \| ([^|\n]+) \|$/gm);
  return new Map(
    [...rows].map(([, folder, layer, sentence]) => [folder!, { layer: layer!, sentence: sentence! }]),
  );
}

/** Where the map and the folders differ, in words: folders that it misses or invents, other layers, folders without a sentence. */
export function mapFaults(
  markdown: string,
  paths: Iterable<string>,
  layerOf: (folder: string) => number | undefined,
): string[] {
  const mapped = mappedFolders(markdown);
  const folders = [...filesPerFolder(paths).keys()];
  return [
    ...folders.filter((folder) => !mapped.has(folder)).map((folder) => `${folder} is not on the map`),
    ...[...mapped.keys()].filter((name) => !folders.includes(name)).map((name) => `${name} holds no file`),
    ...[...mapped].flatMap(([name, { layer, sentence }]) => {
      const wanted = layerOf(name);
      return [
        ...(wanted !== undefined && layer !== String(wanted)
          ? [`${name} is in layer ${wanted}, not ${layer}`]
          : []),
        ...(/^\S+ .+\.$/.test(sentence) ? [] : [`${name} has no sentence`]),
      ];
    }),
  ];
}
