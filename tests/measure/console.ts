/**
 * `npm run measure -- console`: what recording costs while the secretary's console is open (the judge's monitor is not): CPU
 * of everything Tarazy runs ÷ bare programs that encode the same tracks beside a page with equal previews and meters,
 * alternated in one run and counted in what a gauge beside them costs, as `measure -- record` does.
 */
import { fullCourtroom, startLab } from '../lab/start-lab.ts';
import { recordingCost } from './record/recording-cost.ts';
import { numberFlag, printVerdict } from './verdict.ts';

const limits = { consoleCost: 1.25 } as const;
const lab = await startLab(fullCourtroom);
try {
  const { cost, uncorrected } = await recordingCost({
    lab,
    runs: numberFlag('runs', 3),
    durationMs: numberFlag('seconds', 20) * 1000,
    console: 'open',
  });
  printVerdict({
    name: 'console',
    ok: cost <= limits.consoleCost,
    figures: { consoleCost: cost, uncorrected },
    limits,
  });
} finally {
  await lab.stop();
}
