const root = process.argv[2];
const { parseStudy } = await import(`${root}/src/study/parseStudy.ts`);
const { runStudy } = await import(`${root}/src/study/runStudy.ts`);
const { rmSync } = await import("node:fs");
const study = await parseStudy(`seed: 1
model: { network: { kind: ring-lattice, n: 2000, k: 4 }, agents: threshold }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 500 }, expose: any-treated, rounds: 100 }
answer: [difference-in-means]`);
for (let k = 0; k < 3; k++) {
  rmSync("/tmp/m/b", { recursive: true, force: true });
  const t = performance.now();
  await runStudy(study, { out: "/tmp/m/b", onProgress: ({done}: {done: number}) => { if (done === 200000) console.log(Math.round(200000 / ((performance.now() - t) / 1000)), "turns/s"); } });
}
