import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uplinkAnswer } from '#contract/capture.ts';
import { faultCatalogue } from '#domain/faults.ts';
import { readAnswer } from '../../../src/line/read-answer.ts';

const word = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string(), fc.constant(null), fc.constant(1));
const fault = fc.record(
  {
    key: fc.oneof(fc.constantFrom(...Object.keys(faultCatalogue)), fc.string()),
    args: fc.dictionary(fc.string(), word),
  },
  { requiredKeys: [] },
);
const answer = fc.oneof(
  fc.record(
    { have: word, ack: word, pong: word, monotonicUs: word, ended: word, fault: fc.oneof(fault, word) },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

describe("the reader of the hall's answers", () => {
  it('reads exactly what the contract allows', () => {
    fc.assert(
      fc.property(answer, (said) => {
        const text = JSON.stringify(said);
        const byContract = uplinkAnswer.safeParse(JSON.parse(text));
        expect(readAnswer(text)).toEqual(byContract.success ? byContract.data : null);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes what is no message at all for nothing', () => {
    expect(readAnswer('{"have":')).toBeNull();
  });
});
