/** Width of a picture, in pixels, below which it is drawn for a phone: fewer ticks, shorter names, names above their rows. */
export const NARROW = 500;
