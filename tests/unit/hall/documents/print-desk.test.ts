import { expect, test } from 'vitest';
import { createPrintDesk } from '../../../../src/hall/documents/print-desk.ts';

const pdf = Buffer.from('%PDF-1.7 a page');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function openDesk(): { jobs: string[]; desk: ReturnType<typeof createPrintDesk> } {
  const jobs: string[] = [];
  return {
    jobs,
    desk: createPrintDesk((jobId) => {
      jobs.push(jobId);
      return true;
    }),
  };
}

test('a page is fetched by its job and comes back printed, in pieces', async () => {
  const { jobs, desk } = openDesk();
  const printed = desk.print('<p>page</p>');
  expect(desk.take(jobs[0]!)).toBe('<p>page</p>');
  desk.receive(jobs[0]!, base64(pdf.subarray(0, 6)), false);
  desk.receive(jobs[0]!, base64(pdf.subarray(6)), true);
  expect(await printed).toEqual({ ok: true, value: pdf });
  expect(desk.take(jobs[0]!)).toBeNull();
});

test('printing fails with a word where there is no shell', async () => {
  const desk = createPrintDesk(() => false);
  expect(await desk.print('page')).toMatchObject({ ok: false, fault: { key: 'document.not-printed' } });
});

test('what is no PDF is not taken for one', async () => {
  const { jobs, desk } = openDesk();
  const printed = desk.print('page');
  desk.receive('00000000-0000-4000-8000-000000000000', base64(pdf), true);
  desk.receive(jobs[0]!, '', true);
  expect(await printed).toMatchObject({ ok: false, fault: { key: 'document.not-printed' } });
});
