import { describe, expect, test } from 'vitest';
import { ActiveSpeaker, speakerTuning, stepMs } from '#domain/monitors/active-speaker.ts';
import type { Voice } from '#domain/monitors/layout.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { dice as diceOf } from '../../../stage/dice.ts';

/* Speech as the books have it: syllables some four a second, words with pauses of a tenth or two, a voice 20 to 40 dB above the room. */

const far = 'f'.repeat(64) as HallPeerId;
const near = 'e'.repeat(64) as HallPeerId;
const roomDbfs = -62;
const voiceDbfs = -26;

/** Level of one speaker at a step: each word of 500 ms ends with a pause of 200 ms, and its syllables are up and down by 6 dB. */
function speech(step: number): number {
  const inWord = step % 7;
  return inWord >= 5 ? roomDbfs : voiceDbfs + (inWord % 2 === 0 ? 3 : -3);
}

type Line = Readonly<{ source: string; voice: Voice; levelAt(step: number): number }>;

/** Plays lines from a moment on and tells who was the speaker after each step. */
function play(judge: ActiveSpeaker, lines: readonly Line[], fromStep: number, steps: number): (Voice | null)[] {
  return Array.from({ length: steps }, (_, index) => {
    const step = fromStep + index;
    for (const { source, voice, levelAt } of lines) judge.hear(source, voice, step * stepMs * 1000, levelAt(step));
    return judge.speaker;
  });
}
const quiet = (): number => roomDbfs;
const line = (voice: Voice, levelAt: (step: number) => number, source = `track of ${voice}`): Line => ({
  source,
  voice,
  levelAt,
});
/** Of a second of room, so that the pauses of everybody are known. */
function begun(...voices: Voice[]): ActiveSpeaker {
  const judge = new ActiveSpeaker();
  play(
    judge,
    voices.map((voice) => line(voice, quiet)),
    0,
    20,
  );
  return judge;
}
const stepsOf = (ms: number): number => Math.ceil(ms / stepMs);
const reactsMs = speakerTuning.takesAfterMs + speakerTuning.lateMs;

describe('who speaks', () => {
  test('is nobody in a room where nobody does', () => {
    expect(begun('hall', far).speaker).toBeNull();
  });

  test('is the one who has spoken for a second and a half, and not sooner', () => {
    const judge = begun('hall', far);
    const seen = play(judge, [line('hall', quiet), line(far, speech)], 20, 40);
    const at = seen.indexOf(far);
    // A step of tolerance each way: the first step may be a pause, and the last is judged when the next comes.
    expect(at * stepMs).toBeGreaterThanOrEqual(reactsMs - 2 * stepMs);
    expect(at * stepMs).toBeLessThanOrEqual(reactsMs + 2 * stepMs);
  });

  test('does not change for a cough, a chair or a short answer', () => {
    const judge = begun('hall', far);
    play(judge, [line('hall', speech), line(far, quiet)], 20, 60);
    expect(judge.speaker).toBe('hall');
    const short = (step: number): number => (step >= 90 && step < 90 + stepsOf(1100) ? voiceDbfs : roomDbfs);
    expect(new Set(play(judge, [line('hall', quiet), line(far, short)], 80, 60))).toEqual(new Set(['hall']));
  });

  test('stays through a pause of their own, however long, until somebody else speaks', () => {
    const judge = begun('hall', far);
    play(judge, [line(far, speech)], 20, 60);
    expect(new Set(play(judge, [line('hall', quiet), line(far, quiet)], 80, 300))).toEqual(new Set([far]));
  });

  test('keeps the large picture for three seconds at least, whatever happens', () => {
    const judge = begun(near, far);
    const seen: (Voice | null)[] = [];
    const dice = diceOf(7);
    let step = 20;
    // Everybody interrupts everybody, for a third of a second to three.
    for (let turn = 0; turn < 200; turn += 1) {
      const isNear = dice() < 0.5;
      const steps = 3 + Math.floor(dice() * 27);
      seen.push(...play(judge, [line(near, isNear ? speech : quiet), line(far, isNear ? quiet : speech)], step, steps));
      step += steps;
    }
    const changes = seen.flatMap((voice, index) => (index > 0 && voice !== seen[index - 1] ? [index] : []));
    expect(changes.length).toBeGreaterThan(20);
    const held = changes.slice(1).map((at, index) => (at - changes[index]!) * stepMs);
    expect(Math.min(...held)).toBeGreaterThanOrEqual(speakerTuning.holdsMs);
  });

  test('is whose turn it is, in a hearing of questions and answers', () => {
    const judge = begun('hall', far);
    let step = 20;
    for (let turn = 0; turn < 10; turn += 1) {
      const [speaker, other] = turn % 2 === 0 ? (['hall', far] as const) : ([far, 'hall'] as const);
      const seen = play(judge, [line(speaker, speech), line(other, quiet)], step, stepsOf(8000));
      expect(seen.at(-1)).toBe(speaker);
      expect(seen.indexOf(speaker) * stepMs).toBeLessThanOrEqual(reactsMs + 3 * stepMs);
      step += stepsOf(8000);
    }
  });

  test('is not a microphone into which a loudspeaker or a neighbour bleeds', () => {
    const judge = begun('hall', far);
    const bled = (step: number): number => Math.max(roomDbfs, speech(step) - 15);
    const seen = play(judge, [line('hall', bled), line(far, speech)], 20, 300);
    expect(seen).not.toContain('hall');
    expect(seen.at(-1)).toBe(far);
  });

  test('is not a fan that was switched on, whatever its level, once it has run for longer than people speak without a pause', () => {
    for (const fanDbfs of [-45, -35, -25, -15]) {
      const judge = begun('hall', far);
      play(judge, [line('hall', quiet), line(far, () => fanDbfs)], 20, stepsOf(25_000));
      play(judge, [line('hall', speech), line(far, () => fanDbfs)], 270, stepsOf(reactsMs + 1000));
      expect(judge.speaker).toBe('hall');
      const after = play(judge, [line('hall', quiet), line(far, () => fanDbfs)], 310, stepsOf(20_000));
      expect(new Set(after)).toEqual(new Set(['hall']));
    }
  });

  test('may speak out of a microphone that gives digital silence while it is closed', () => {
    const judge = new ActiveSpeaker();
    const gated = (step: number): number => (step < 20 ? -120 : speech(step));
    play(judge, [line('hall', gated), line(far, quiet)], 0, 20 + stepsOf(reactsMs + 500));
    expect(judge.speaker).toBe('hall');
    // And hiss of an opened one, far below any voice, is no speech.
    const hiss = begun(far, 'hall');
    play(hiss, [line('hall', (step) => (step % 30 < 2 ? -120 : -58)), line(far, quiet)], 20, 300);
    expect(hiss.speaker).toBeNull();
  });

  test('is the hall whichever of its microphones hears it, also when two do', () => {
    const judge = begun('hall', far);
    const beside = (step: number): number => Math.max(roomDbfs, speech(step) - 6);
    const both = [line('hall', speech, 'judge'), line('hall', beside, 'secretary'), line(far, quiet)];
    expect(play(judge, both, 20, 60).at(-1)).toBe('hall');
  });

  test('is told alike when the line brings what others say half a second later', () => {
    const judge = begun('hall', far);
    const lateSteps = 5;
    for (let step = 20; step < 100; step += 1) {
      judge.hear('track of hall', 'hall', step * stepMs * 1000, quiet());
      const then = step - lateSteps;
      if (then >= 20) judge.hear(`track of ${far}`, far, then * stepMs * 1000, speech(then));
    }
    expect(judge.speaker).toBe(far);
  });

  test('is nobody when the speaker has left the line, and the next one takes the word as ever', () => {
    const judge = begun('hall', far);
    play(judge, [line('hall', quiet), line(far, speech)], 20, 60);
    judge.forget(far);
    expect(judge.speaker).toBeNull();
    expect(play(judge, [line('hall', speech)], 80, 40).at(-1)).toBe('hall');
  });

  test('is told anew in another hearing, whose line begins at nought', () => {
    const judge = begun('hall', far);
    play(judge, [line('hall', quiet), line(far, speech)], 1000, 60);
    expect(judge.speaker).toBe(far);
    play(judge, [line('hall', quiet), line(far, quiet)], 0, 20);
    expect(judge.speaker).toBeNull();
  });
});
