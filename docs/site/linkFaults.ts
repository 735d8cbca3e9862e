import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/**
 * Links of a built site that lead nowhere: to a file that is not there, or to a place that its page does not have. Addresses elsewhere
 * are not asked. Cost: one pass over every page.
 *
 * @returns each with its page, at most once.
 */
export function linkFaults(site: string): string[] {
  const files = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".html"),
  );
  const pages = new Map(files.map((path) => [resolve(site, path), readFileSync(join(site, path), "utf8")]));
  const places = new Map<string, Set<string>>();
  const placesOf = (path: string): Set<string> => {
    const known = places.get(path);
    if (known) return known;
    const found = new Set(
      [...(pages.get(path) ?? "").matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => unescaped(id!)),
    );
    places.set(path, found);
    return found;
  };
  const faults = new Set<string>();
  for (const [page, html] of pages) {
    const here = relative(site, page);
    for (const [, raw] of html.matchAll(/\s(?:href|src|srcset|data)="([^"]*)"/g)) {
      const link = unescaped(raw!);
      if (link === "" || /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(link)) continue;
      const [path, place] = link.split("#");
      const bare = decodeURIComponent(path!.split("?")[0]!);
      let target = bare === "" ? page : resolve(dirname(page), bare);
      if (existsSync(target) && statSync(target).isDirectory()) target = join(target, "index.html");
      if (!existsSync(target)) faults.add(`${here}: ${link} is not there`);
      else if (
        place !== undefined &&
        place !== "" &&
        pages.has(target) &&
        !placesOf(target).has(decodeURIComponent(place))
      )
        if (!relative(site, target).startsWith("lab"))
          // A place that the laboratory's own program reads is no place of its page.
          faults.add(`${here}: ${link} names a place that the page does not have`);
    }
  }
  return [...faults].sort();
}

const unescaped = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
