import type { Outcome } from '#domain/outcome.ts';
import { systemClock } from '../../src/hall/plumbing/index.ts';
import { openPulseLine, type PulseLine } from './pulse-line.ts';
import type { CaptureStream, SoundServer, SoundSource, SoundWatch } from './sound-server.ts';

const askEveryMs = 200;
/** A look costs two programs, so without a change it is only the net under the line's word. */
const netEveryUs = 30_000_000;
/** Where two looks running did not succeed the line's word alone proves nothing any more. */
const netHoldsUs = 2 * netEveryUs;
/** Without a line to the server nothing but looks tells of a change. */
const lookEveryUs = 250_000;
const redialEveryUs = 2_000_000;

type Lists = Readonly<{ sources: readonly SoundSource[]; captures: readonly CaptureStream[] }>;
/** `changes`: how many the line had told of when the lists were read. */
type Known = Lists & Readonly<{ changes: number; readUs: number }>;
type Listed<Found> = Promise<Outcome<readonly Found[]> | 'not-available'>;

/**
 * Tells five times a second what the sound server has and who is on what. The server sends word of a change before it
 * answers a later question, so an answer without such word proves that what was last read was still so when it was asked.
 */
export function watchSound(
  lists: Readonly<{
    prepare(): Promise<void>;
    sources(): Listed<SoundSource>;
    captures(sources: readonly SoundSource[]): Listed<CaptureStream>;
  }>,
): SoundServer['watch'] {
  return (seen): SoundWatch => {
    const nowUs = systemClock.monotonicUs;
    let isStopped = false as boolean;
    let line = null as PulseLine | null;
    let dialledUs = -Infinity;
    let lookedUs = -Infinity;
    let changes = 0;
    let known = null as Known | null;

    async function dial(): Promise<void> {
      dialledUs = nowUs();
      const opened = await openPulseLine({
        changed: () => {
          changes += 1;
          wake();
        },
        down: () => {
          line = null;
          known = null;
        },
      });
      if (isStopped) opened?.close();
      else line = opened;
    }

    let isLookingBeside = false;
    /** The net under the line's word, which goes on meanwhile: on a busy machine two programs may take a second. */
    async function lookBeside(): Promise<void> {
      if (isLookingBeside) return;
      isLookingBeside = true;
      await look(false);
      isLookingBeside = false;
    }

    /** Reads everything; what changed while it was read is read again. */
    async function look(isTold = true): Promise<void> {
      lookedUs = nowUs();
      for (;;) {
        const before = changes;
        const readUs = nowUs();
        const sources = await lists.sources();
        if (sources === 'not-available' || !sources.ok) return;
        const captures = await lists.captures(sources.value);
        if (captures === 'not-available' || !captures.ok) return;
        if (changes !== before) continue;
        known = { sources: sources.value, captures: captures.value, changes, readUs };
        if (isTold) tell(readUs);
        return;
      }
    }
    function tell(atUs: number): void {
      if (known !== null && !isStopped) seen({ sources: known.sources, captures: known.captures, atUs });
    }

    async function step(): Promise<void> {
      const askedUs = nowUs();
      if (line === null && askedUs - dialledUs > redialEveryUs) await dial();
      if (line === null) {
        if (askedUs - lookedUs > (known === null ? redialEveryUs : lookEveryUs)) await look();
        return;
      }
      const isKnown = (): boolean => known?.changes === changes && askedUs - known.readUs < netHoldsUs;
      if (!isKnown()) {
        await look();
        return;
      }
      if (askedUs - lookedUs > netEveryUs) void lookBeside();
      if ((await line.ask()) && isKnown()) tell(askedUs);
    }

    let wake = (): void => {};
    void (async () => {
      await lists.prepare();
      while (!isStopped) {
        const before = changes;
        await step();
        if (changes !== before) continue;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, askEveryMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      line?.close();
    })();
    return {
      stop() {
        isStopped = true;
        wake();
      },
    };
  };
}
