import { expect, test } from 'vitest';
import { PictureJudge } from '../../../../src/hall/signal/judge-picture.ts';
import { signalTuning } from '../../../../src/hall/signal/tuning.ts';

const black = { meanLuma: 1, contrastLuma: 0.4 };
const darkHall = { meanLuma: 2, contrastLuma: 9 };
const greyWall = { meanLuma: 90, contrastLuma: 0.5 };

test('three black key pictures in a row are a black picture, until one is not', () => {
  const judge = new PictureJudge(signalTuning);
  const told = [black, black, darkHall, black, black, black, black, darkHall].map((light) => {
    judge.take(light);
    return judge.troubles.join();
  });
  expect(told).toEqual(['', '', '', '', '', 'black', 'black', '']);
});

test('a dark hall with one lamp and an evenly lit wall are not black', () => {
  const judge = new PictureJudge(signalTuning);
  for (const light of [darkHall, darkHall, darkHall, greyWall, greyWall, greyWall]) {
    judge.take(light);
    expect(judge.troubles).toEqual([]);
  }
});
