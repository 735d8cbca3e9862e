/** Text without spaces at the ends of lines and empty lines at the end. */
export const tidy = (text: string): string => text.replace(/[ \t]+$/gm, "").replace(/\n+$/, "");

/**
 * Whether a page tells an output truly. On the page, `…` alone on a line stands for any number of lines, and within a
 * line for anything in it: for hashes, which change with the version, and for what would be too long.
 */
export function sameOutput(told: string, real: string): boolean {
  const pattern = tidy(told)
    .split("\n")
    .map((line) => {
      if (line === "…") return "(?:.*\\n)*?";
      return `${line.split("…").map(literally).join(".*")}\\n`;
    });
  return new RegExp(`^${pattern.join("")}$`).test(`${tidy(real)}\n`);
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
