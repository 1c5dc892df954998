import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startStage, wait, type Stage } from '../stage/start-stage.ts';

test.describe.configure({ mode: 'serial' });
const names = ['recorder', 'call', 'console', 'bench'] as const;
let stage: Stage;
let isUp = false;
test.beforeAll(async () => {
  stage = await startStage();
  isUp = true;
});
test.afterAll(async () => {
  if (isUp) await stage.stop();
});

/** What became of something a page tried: its value, or the name of what it was refused with. By the debugging port, because a page may not compile text. */
async function evaluate(page: Page, code: string): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const expression = `(async () => { try { return String(await (${code})); } catch (error) { return error.name; } })()`;
  const { result } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    userGesture: true,
    allowUnsafeEvalBlockedByCSP: false,
  });
  await session.detach();
  return String(result.value);
}

test('the service starts the shell, and its windows come in by their tickets', async () => {
  await stage.until(
    (state) => state.recorderConnected && state.benchConnected,
    30_000,
    'recorder and bench are connected',
  );
  for (const name of names) expect(await evaluate(await stage.page(name), 'tarazy.window')).toBe(name);
});

test('recorder, call and console live in processes of their own, the monitors in that of the call', async () => {
  const log = readFileSync(path.join(stage.homeFolder, 'run', 'shell.json'), 'utf8');
  const shellPid = (JSON.parse(log) as { pid: number }).pid;
  const renderers = descendantsOf(shellPid).filter((pid) => commandOf(pid).includes('--type=renderer'));
  expect(renderers.length).toBeGreaterThanOrEqual(3);
});

test('a page has eight doors to the shell and nothing of Node', async () => {
  for (const name of names) {
    const page = await stage.page(name);
    expect(await evaluate(page, 'Object.keys(tarazy).sort().join()')).toBe(
      'adoptBench,onOpen,papers,ready,showBench,swapDisplays,training,window',
    );
    expect(await evaluate(page, '[typeof require, typeof process, typeof module, typeof Buffer].join()')).toBe(
      'undefined,undefined,undefined,undefined',
    );
    expect(await evaluate(page, 'tarazy.training')).toBe('true');
  }
});

test('capture is for recorder, call and console, pictures only for the bench', async () => {
  const open = (wanted: string): string =>
    `navigator.mediaDevices.getUserMedia(${wanted}).then((stream) => { stream.getTracks().forEach((track) => track.stop()); return 'open'; })`;
  expect(await evaluate(await stage.page('recorder'), open('{ audio: true }'))).toBe('open');
  expect(await evaluate(await stage.page('call'), open('{ audio: true }'))).toBe('open');
  expect(await evaluate(await stage.page('console'), open('{ audio: true }'))).toBe('open');
  expect(await evaluate(await stage.page('bench'), open('{ audio: true }'))).toBe('NotAllowedError');
});

test('everything else that a page may ask for is denied', async () => {
  for (const name of names) {
    const page = await stage.page(name);
    expect(await evaluate(page, 'Notification.requestPermission()')).toBe('denied');
    expect(await evaluate(page, 'navigator.clipboard.readText()')).toBe('NotAllowedError');
    expect(
      await evaluate(
        page,
        "new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, () => yes('denied')))",
      ),
    ).toBe('denied');
    expect(await evaluate(page, "navigator.permissions.query({ name: 'midi' }).then((status) => status.state)")).toBe(
      'denied',
    );
    expect(await evaluate(page, 'navigator.mediaDevices.getDisplayMedia({ video: true })')).toMatch(
      /NotAllowedError|NotSupportedError/,
    );
  }
});

test('a page cannot be led away, open another, compile text or reach another machine', async () => {
  for (const name of names) {
    const page = await stage.page(name);
    const address = page.url();
    expect(await evaluate(page, "window.open('tarazy://app/console/index.html')")).toBe('null');
    expect(await evaluate(page, "eval('1')")).toBe('EvalError');
    expect(await evaluate(page, "fetch('https://example.org/')")).toBe('TypeError');
    expect(await evaluate(page, "fetch('http://localhost:1/')")).toBe('TypeError');
    await evaluate(page, "location.assign('https://example.org/')");
    await evaluate(page, "location.assign('tarazy://app/recorder/index.html?other')");
    await evaluate(page, "Object.assign(document.createElement('a'), { href: 'file:///etc/passwd' }).click()");
    await wait(300);
    expect(page.url()).toBe(address);
  }
});

test('the real windows break none of their own rules', async () => {
  for (const name of ['console', 'bench'] as const) {
    const page = await stage.page(name);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.reload();
    await page.waitForSelector('button').catch(() => undefined);
    await wait(500);
    expect(complaints, name).toEqual([]);
  }
});

test('a window that dies is covered, built again and let in again, and the others do not notice', async () => {
  const recorderAddress = (await stage.page('recorder')).url();
  const page = await stage.page('console');
  const session = await page.context().newCDPSession(page);
  const mark = await evaluate(page, 'performance.timeOrigin');
  void session.send('Page.crash').catch(() => undefined);
  await expect
    .poll(
      async () => {
        const again = await stage.page('console');
        // One that is closed in this very moment is not the new one.
        return again === page ? 'dead' : evaluate(again, 'performance.timeOrigin').catch(() => 'dead');
      },
      { timeout: 40_000 },
    )
    .not.toBe('dead');
  expect(await evaluate(await stage.page('console'), 'performance.timeOrigin')).not.toBe(mark);
  expect((await stage.page('recorder')).url()).toBe(recorderAddress);
  await stage.until((state) => state.recorderConnected, 1000, 'the recorder stayed');
});

test('a capture process that dies takes the cameras away for a moment only', async () => {
  const shellPid = (
    JSON.parse(readFileSync(path.join(stage.homeFolder, 'run', 'shell.json'), 'utf8')) as { pid: number }
  ).pid;
  const capturing = (): number[] => descendantsOf(shellPid).filter((pid) => commandOf(pid).includes('video_capture'));
  const cameras =
    "navigator.mediaDevices.enumerateDevices().then((all) => all.filter((each) => each.kind === 'videoinput').length)";
  expect(await evaluate(await stage.page('recorder'), cameras)).toBe('2');
  await expect.poll(() => capturing().length).toBe(1);
  for (const pid of capturing()) process.kill(pid, 'SIGKILL');
  await expect.poll(async () => evaluate(await stage.page('recorder'), cameras).catch(() => 'away')).toBe('2');
});

test('a shell that dies is started again by the service', async () => {
  const runFile = path.join(stage.homeFolder, 'run', 'shell.json');
  const { pid } = JSON.parse(readFileSync(runFile, 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await stage.until((state) => !state.recorderConnected, 5000, 'the recorder is gone');
  await stage.until((state) => state.recorderConnected && state.benchConnected, 20_000, 'recorder and bench are back');
  expect((JSON.parse(readFileSync(runFile, 'utf8')) as { pid: number }).pid).not.toBe(pid);
});

test('a painting helper that stands still before the windows are shown is ended, and they come', async () => {
  const shellPid = (): number =>
    (JSON.parse(readFileSync(path.join(stage.homeFolder, 'run', 'shell.json'), 'utf8')) as { pid: number }).pid;
  const painting = (): number | undefined =>
    descendantsOf(shellPid()).find((pid) => commandOf(pid).includes('--type=gpu-process'));
  process.kill(shellPid(), 'SIGKILL');
  await stage.until((state) => !state.recorderConnected && !state.benchConnected, 5000, 'the windows are gone');
  // The recorder comes first, the screens after it.
  await stage.until((state) => state.recorderConnected, 20_000, 'the recorder is back');
  const still = painting()!;
  process.kill(still, 'SIGSTOP');
  await expect.poll(painting).not.toBe(still);
  await stage.until((state) => state.recorderConnected && state.benchConnected, 20_000, 'the windows are there');
});

/** All processes below one; Chromium forks from several threads, so parents are asked, not children lists. */
function descendantsOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
        return [[Number(name), Number(parent)] as const];
      } catch {
        // The process ended while we looked.
        return [];
      }
    });
  const below = (pid: number): number[] =>
    parents.filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(root);
}
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
