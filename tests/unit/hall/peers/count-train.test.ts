import { expect, test } from 'vitest';
import { datagramsOf, dueMs, rateKbps, trainPlans } from '#domain/peers/bandwidth.ts';
import { payAttention } from '../../../../src/hall/peers/attention.ts';
import { countTrain } from '../../../../src/hall/peers/count-train.ts';
import { sendTrain } from '../../../../src/hall/peers/send-train.ts';

const plan = trainPlans.first;

test('a train is sent evenly and counted as it was sent, each datagram once', async () => {
  const over = new AbortController();
  const attention = payAttention(over.signal);
  const counter = countTrain('first', { attention, over: over.signal, patienceMs: 1000 });
  const sent: number[] = [];
  const port = {
    send: (datagram: Parameters<typeof counter.take>[0]) => {
      sent.push(datagram.number);
      counter.take(datagram);
      counter.take(datagram);
      counter.take({ ...datagram, number: 100_000 });
    },
    close() {},
  };
  await sendTrain(port, 'there', 'first', over.signal);
  const count = await counter.counted;
  over.abort();
  expect(sent).toEqual([...Array(datagramsOf(plan)).keys()]);
  expect(count.datagrams).toBe(datagramsOf(plan));
  expect(Math.abs(rateKbps(count) - plan.rateKbps) / plan.rateKbps).toBeLessThan(0.05);
});

test('a train whose end is lost is counted after its time, one of which nothing comes after the patience', async () => {
  const over = new AbortController();
  const attention = payAttention(over.signal);
  const beganMs = performance.now();
  const cut = countTrain('first', { attention, over: over.signal, patienceMs: 1000 });
  const none = countTrain('second', { attention, over: over.signal, patienceMs: 300 });
  for (let number = 0; number < 10; number += 1)
    cut.take({ kind: 'train', way: 'there', train: 'first', number, sentUs: (dueMs(plan, number) + 30) * 1000 });
  expect((await none.counted).datagrams).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(1500);
  const count = await cut.counted;
  expect(count).toMatchObject({ datagrams: 10, lateUs: 30_000 });
  expect(performance.now() - beganMs).toBeGreaterThan(plan.durationMs);
  expect(performance.now() - beganMs).toBeLessThan(plan.durationMs + 2000);
  over.abort();
});

test('a probe that is over ends its counting at once', async () => {
  const over = new AbortController();
  const counter = countTrain('first', { attention: payAttention(over.signal), over: over.signal, patienceMs: 60_000 });
  over.abort();
  expect((await counter.counted).datagrams).toBe(0);
});
