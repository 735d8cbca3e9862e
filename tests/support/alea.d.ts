/** The one generator of seedrandom that we use; its type package describes the main entry only. */
declare module "seedrandom/lib/alea.js" {
  interface Alea {
    (): number;
    int32(): number;
    /** Present when the generator was made with `state: true`. */
    state(): { readonly c: number; readonly s0: number; readonly s1: number; readonly s2: number };
  }
  const alea: (seed: string, options?: { readonly state?: boolean }) => Alea;
  export default alea;
}
