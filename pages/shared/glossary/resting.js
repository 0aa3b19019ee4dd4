// When a card opens and closes: after a rest on a term, at once on a tap, and never over what was just chosen. Knows no card.

/** How long a person rests on a term before it explains itself; less once one has. */
const REST_MS = 450;
const NEXT_MS = 150;
/** Time to get from the term to its card. */
const GRACE_MS = 250;

/** @template Place */
export class Resting {
  /** @param {{open: (place: Place) => boolean, close: () => void}} does `open` says whether there is anything to open */
  constructor({ open, close }) {
    this.onOpen = open;
    this.onClose = close;
    /** The term that is explained. @type {Place|null} */
    this.place = null;
    /** The one that is rested on. @type {Place|null} */
    this.wanted = null;
    /** The one that was pressed or dismissed: it is left alone until one has gone elsewhere. @type {Place|null} */
    this.silent = null;
    this.opening = 0;
    this.closing = 0;
  }

  /** The pointer is over a term, or the focus on one; over none of them with null. @param {Place|null} place */
  over(place) {
    if (place !== this.silent) this.silent = null;
    if (place === this.wanted && place !== null) return;
    clearTimeout(this.opening);
    this.wanted = place;
    if (place !== null && place === this.place) this.stay();
    else if (place === null) this.#leave();
    else if (place !== this.silent) this.#rest(place);
  }

  /** The pointer, or the focus, is in the card. */
  stay() {
    clearTimeout(this.opening);
    clearTimeout(this.closing);
    this.wanted = this.place;
  }

  /** A term was tapped: it opens at once, or closes. @param {Place|null} place */
  tap(place) {
    const again = place === this.place;
    this.close();
    if (place !== null && !again) this.#open(place);
  }

  /** Something is done there, or the card is not wanted. @param {Place|null} place where; the term that is explained, with null */
  hush(place) {
    this.silent = place ?? this.place;
    this.close();
  }

  close() {
    clearTimeout(this.opening);
    clearTimeout(this.closing);
    this.wanted = null;
    if (this.place === null) return;
    this.place = null;
    this.onClose();
  }

  /** @param {Place} place */
  #rest(place) {
    clearTimeout(this.closing);
    this.opening = setTimeout(() => this.#open(place), this.place === null ? REST_MS : NEXT_MS);
    if (this.place !== null) this.#leave(false);
  }

  /** @param {Place} place */
  #open(place) {
    this.close();
    if (!this.onOpen(place)) return;
    this.place = place;
    this.wanted = place;
  }

  /** @param {boolean} all whether nothing else is to open */
  #leave(all = true) {
    if (all) clearTimeout(this.opening);
    clearTimeout(this.closing);
    if (this.place !== null) this.closing = setTimeout(() => this.close(), GRACE_MS);
  }
}
