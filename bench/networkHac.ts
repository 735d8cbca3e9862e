// Network HAC errors on a large network: npx tsx bench/networkHac.ts [agents] [degree]. Seconds, and the most memory.
import { rng, smallWorld } from "spillway";
import { hacBandwidth, networkHac } from "spillway/estimators";

const [n, k] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 10)];
const network = smallWorld({ n, k, rewire: 0.1 }).draw(rng(1));
const stream = rng("contributions");
const contributions = Float64Array.from({ length: n }, () => (stream.uniform() - 0.5) / n);
const before = process.cpuUsage().user;
const { bandwidth, pathLength } = hacBandwidth(network, 1);
const hac = networkHac(network, bandwidth);
const se = Math.sqrt(hac.variance(contributions));
const seconds = (process.cpuUsage().user - before) / 1e6;
console.log(
  `${n} agents of degree ${k}: bandwidth ${bandwidth} (mean path ${pathLength.toFixed(2)}), repair ${hac.repair}, standard error ${se.toPrecision(3)}: ${seconds.toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
);
