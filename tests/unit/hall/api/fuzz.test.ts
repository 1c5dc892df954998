import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hallCalls } from '#contract/hall.ts';
import { done } from '#domain/outcome.ts';
import { askOn, openDoor, type OpenDoor } from './open-door.ts';

let door: OpenDoor;
beforeAll(async () => {
  door = await openDoor({ 'hearing.end': async () => done({}) });
});
afterAll(() => door.close());

const verb = fc.oneof(
  fc.constantFrom(...Object.keys(hallCalls), '__proto__', 'constructor', 'toString', ''),
  fc.string(),
);
const frame = fc.oneof(
  fc.string(),
  fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  fc.json(),
  fc
    .record({ id: fc.oneof(fc.integer(), fc.anything()), verb, papers: fc.anything() })
    .map((ask) => JSON.stringify(ask)),
  fc.constantFrom(
    'null',
    '[]',
    '{"id":1}',
    '{"id":1e400,"verb":"state.get"}',
    '{"__proto__":{"id":1}}',
    '['.repeat(5000),
    '{"hello":1,"ticket":{}}',
  ),
);

test('thousands of senseless frames neither bring the door down nor stop it from answering', async () => {
  const steady = await door.talkAs(door.papers.issueTicket('console'));
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 20, maxLength: 60 }), fc.boolean(), async (frames, isWelcome) => {
      const socket = isWelcome
        ? await door.talkAs(door.papers.issueTicket('console'))
        : await door.dial({}, '/v1/talk');
      for (const each of frames) if (socket.readyState === socket.OPEN) socket.send(each);
      sent += frames.length;
      expect(await askOn(steady, 'hearing.end', { byOralOrder: true })).toEqual({ id: 1, ok: true, answer: {} });
      socket.terminate();
    }),
    { numRuns: 120 },
  );
  expect(sent).toBeGreaterThan(2000);
}, 60_000);

test('a welcomed socket answers every senseless question with a coded fault and stays open', async () => {
  const socket = await door.talkAs(door.papers.issueTicket('console'));
  await fc.assert(
    fc.asyncProperty(verb, fc.anything(), async (word, papers) => {
      const text = JSON.stringify({ id: 5, verb: word.slice(0, 60), papers });
      const { verb: asked } = JSON.parse(text) as { verb: string };
      const answer = await askOn(socket, asked, (JSON.parse(text) as { papers?: unknown }).papers, 5);
      expect(answer.id).toBe(5);
      if (!answer.ok) expect(answer.fault.key).toMatch(/^(api|hearing)\./);
    }),
    { numRuns: 500 },
  );
  expect(socket.readyState).toBe(socket.OPEN);
}, 60_000);
