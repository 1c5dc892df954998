/** One for the window: contexts are dear, analysers are not. It makes no sound, nothing is connected to its output. */
let sharedContext: AudioContext | null = null;

/** The window's context for looking at sound; it may stand still until the person touched the page. */
export function sharedSound(): AudioContext {
  if (sharedContext === null) {
    const made = new AudioContext();
    sharedContext = made;
    // A page may only start its clock after the person touched it, unless the shell's policy allows it at once.
    window.addEventListener('pointerdown', () => void made.resume(), { once: true });
  }
  return sharedContext;
}
