/** The one generator of seedrandom that we use; its type package describes the main entry only. */
declare module "seedrandom/lib/alea.js" {
  interface Alea {
    (): number;
    int32(): number;
  }
  const alea: (seed: string) => Alea;
  export default alea;
}
