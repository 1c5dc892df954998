/**
 * A participant's browser inside a network namespace: opens the personal link, says the code word and then tells what it sees,
 * a line of JSON each half second. Started by far-page.ts under `ip netns exec`.
 */
import { createInterface } from 'node:readline';
import { openAnyBrowser } from '../stage/open-any-browser.ts';
import { wait } from '../stage/start-stage.ts';

export type PageOrder = Readonly<{ link: string; word: string; authority: string }>;
/** Pictures of the hall that were decoded so far. */
export type PageSight = Readonly<{ pictures: number; atMs: number }>;

const { link, word, authority } = JSON.parse(process.argv[2] ?? '{}') as PageOrder;
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const { page, complaints, close } = await openAnyBrowser(authority);
const told = { isStopped: false };
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'reload') void page.reload().then(() => say({ reloaded: true }));
  if (line === 'stop') told.isStopped = true;
});
await page.goto(link);
await page.getByLabel('Code word').fill(word);
await page.getByRole('button', { name: 'Come in', exact: true }).click();
say({ isIn: true });
while (!told.isStopped) {
  const pictures = await page
    .evaluate(() => {
      const [video] = document.querySelectorAll('figure video');
      return video instanceof HTMLVideoElement ? video.getVideoPlaybackQuality().totalVideoFrames : 0;
    })
    // A page that is loaded anew has none.
    .catch(() => 0);
  say({ sight: { pictures, atMs: Date.now() } satisfies PageSight });
  await wait(100);
}
say({ complaints });
await close();
process.exit(0);
