/** No camera gives a hundred pictures a second. */
const nearestUs = 10_000;

/**
 * Holds a camera's first picture until the second has come, and drops it where both bear one stamp or nearly so. A camera
 * that is opened on a busy machine may take its first picture and give it out, stamped as of then, together with the
 * sixth (measured: 160 ms late, 2 ms before the next), and a picture at a wrong moment is worse than none.
 *
 * To be given copies: a camera that was opened again right after its check gave one picture and no more in two of five starts
 * while that one was kept here, as one whose few buffers are all kept does. Lives as long as the device is open.
 */
export class FirstPicture<Picture extends Readonly<{ timestamp: number; close(): void }>> {
  #held: Picture | null = null;
  #isOver = false;

  /** Whether pictures only pass. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes over the device's next picture. Returns what may go on, in order; what is dropped is closed. */
  take(picture: Picture): readonly Picture[] {
    if (this.#isOver) return [picture];
    const held = this.#held;
    this.#held = picture;
    if (held === null) return [];
    this.#isOver = true;
    this.#held = null;
    if (picture.timestamp - held.timestamp >= nearestUs) return [held, picture];
    held.close();
    return [picture];
  }

  /** The device gives no more. */
  drop(): void {
    this.#held?.close();
    this.#held = null;
  }
}
