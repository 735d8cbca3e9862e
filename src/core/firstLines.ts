/** Remembers in which line each agent of each world and round stands first. */
interface FirstLines {
  /** The line of the agent's row in that world and round, or 0 when there was none: then this one is remembered. */
  seen(world: number, round: number | undefined, agent: number, line: number): number;
}

/** Lines of one world and round: of its first agent, then by agent, those of high numbers apart while there are few of them. */
interface Block {
  readonly agent: number;
  readonly line: number;
  size: number;
  dense: Uint32Array | undefined;
  sparse: Map<number, number> | undefined;
}

/** Agents are numbers in the order in which they occur. Memory: 4 bytes a row where rounds have most agents, else about 100. */
export function firstLines(): FirstLines {
  const blocks = new Map<string, Block>();
  let last: { readonly world: number; readonly round: number | undefined; readonly block: Block } | undefined;
  return {
    seen(world, round, agent, line) {
      let block = last !== undefined && last.world === world && last.round === round ? last.block : undefined;
      if (block === undefined) {
        const key = `${world} ${round ?? ""}`;
        block = blocks.get(key);
        if (block === undefined) {
          blocks.set(key, { agent, line, size: 1, dense: undefined, sparse: undefined });
          return 0;
        }
        last = { world, round, block };
      }
      if (block.agent === agent) return block.line;
      const room = 8 * block.size + 64;
      if (agent < room) {
        if (block.dense === undefined || agent >= block.dense.length) block.dense = widened(block, room);
        const known = block.dense[agent]! || (block.sparse?.get(agent) ?? 0);
        if (known !== 0) return known;
        block.dense[agent] = line;
      } else {
        block.sparse ??= new Map();
        const known = block.sparse.get(agent);
        if (known !== undefined) return known;
        block.sparse.set(agent, line);
      }
      block.size++;
      return 0;
    },
  };
}

function widened({ dense }: Block, room: number): Uint32Array {
  const wide = new Uint32Array(room);
  if (dense !== undefined) wide.set(dense);
  return wide;
}
