// How the rule of panels does on the families it was developed on, with fresh seeds. Prints a table: npx tsx examples/panel/development.ts 40
import { DEVELOPMENT, developmentPanel } from "./developmentPanels.ts";
import { panelScore } from "./panelScore.ts";

const runs = Number(process.argv[2] ?? 40);
console.log("| family | truth | bias | RMSE | RMSE of difference in means | given | coverage | length |");
for (const family of DEVELOPMENT) {
  const score = panelScore((seed) => developmentPanel(family, seed), runs, 100, "fresh");
  const { truth, bias, rmse, plain, given, covered, length } = score;
  const cells = [truth, bias, rmse, plain, given, covered, length].map((x) => x.toFixed(3));
  console.log(`| ${[family.name, ...cells].join(" | ")} |`);
}
