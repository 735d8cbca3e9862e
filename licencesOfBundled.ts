import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a bundler's plugin sees of its output. */
type Output = Readonly<Record<string, { readonly type: string; readonly moduleIds?: readonly string[] }>>;

/** A plugin that adds the licences of all packages in the published files, as these licences ask. */
export function licencesOfBundled(): {
  name: string;
  generateBundle(options: unknown, output: Output): void;
} {
  return {
    name: "licences-of-bundled",
    generateBundle(this: { emitFile(file: object): void }, _, output) {
      const folders = Object.values(output).flatMap(({ moduleIds = [] }) =>
        moduleIds.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []),
      );
      const byText = new Map<string, string[]>();
      for (const folder of [...new Set(folders)].sort()) {
        const { title, text } = noticeOf(folder);
        byText.set(text, [...(byText.get(text) ?? []), title]);
      }
      const notices = [...byText].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`);
      const source = `Spillway's published files hold parts of these packages.\n\n${notices.join("\n")}`;
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENCES.txt", source });
    },
  } as ReturnType<typeof licencesOfBundled>;
}

/** Name, version and licence of the package in a folder, and the texts of its licence and notice. */
function noticeOf(folder: string): { title: string; text: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (license === undefined) throw new Error(`licencesOfBundled: ${name} says no licence`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return {
    title: `== ${name} ${version}, ${license}`,
    text: texts.join("\n\n") || "(its licence is named in its package.json)",
  };
}
