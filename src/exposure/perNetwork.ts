import type { Network } from "../network/Network.ts";

/** Keeps what was made for a network as long as the network lives, because a mapping is asked for the same thing again and again. */
export function perNetwork<Made>(make: (network: Network) => Made): (network: Network) => Made {
  const kept = new WeakMap<Network, { readonly made: Made }>();
  return (network) => {
    const known = kept.get(network);
    if (known) return known.made;
    const made = make(network);
    kept.set(network, { made });
    return made;
  };
}
