import type { CSSProperties, ReactNode } from 'react';
import type { PeerShown } from '#contract/papers.ts';
import { isEnough, type WayFigure } from '#domain/peers/bandwidth.ts';
import { clockTime } from '../../ui/clock.ts';
import { megabits } from '../../ui/rate-words.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import styles from './channel-check.module.css';

/** P38: how far the measurement of the channel to a hall is, then what each way carries and whether it is enough. */
export function ChannelCheck({ peer }: { peer: PeerShown }): ReactNode {
  const { faultWords } = useWords();
  if (peer.probe !== null) return <Progress probe={peer.probe} />;
  if (peer.probeFault !== null)
    return (
      <div className={styles['broken']} role="status">
        <ShapeMark shape="triangle" tone="look" />
        {faultWords(peer.probeFault).happened}
      </div>
    );
  return peer.measured === null ? null : <Measured measured={peer.measured} />;
}

function Progress({ probe }: { probe: NonNullable<PeerShown['probe']> }): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles['running']} role="status">
      <span>{t('halls.measuring', { seconds: Math.ceil(probe.remainingMs / 1000) })}</span>
      <div className={styles['bar']}>
        <div style={{ '--share': probe.doneShare } as CSSProperties} />
      </div>
    </div>
  );
}

function Measured({ measured }: { measured: NonNullable<PeerShown['measured']> }): ReactNode {
  const { t, tt, language } = useWords();
  const { verdict, leastKbps, send, receive, method, roundTripMs, atMs } = measured;
  const lostShare = Math.max(send.lostShare, receive.lostShare);
  return (
    <div className={styles['measured']} data-verdict={verdict} role="status">
      <div className={styles['verdict']}>
        <ShapeMark shape={verdict === 'enough' ? 'tick' : 'cross'} tone={verdict === 'enough' ? 'good' : 'bad'} />
        {tt(`halls.verdict.${verdict}`, { least: megabits(leastKbps, language) })}
      </div>
      <Way words={t('halls.way.send')} figure={send} leastKbps={leastKbps} />
      <Way words={t('halls.way.receive')} figure={receive} leastKbps={leastKbps} />
      <div className={styles['path']}>
        {tt(`halls.path.${method}`, {
          time: clockTime(atMs),
          ms: Math.round(roundTripMs),
          lost: Math.round(lostShare * 1000) / 10,
        })}
      </div>
    </div>
  );
}

function Way({ words, figure, leastKbps }: { words: string; figure: WayFigure; leastKbps: number }): ReactNode {
  const { t, tt, language } = useWords();
  const verdict = isEnough(figure, leastKbps) ? 'enough' : 'too-little';
  const rate = megabits(figure.kbps, language);
  return (
    <div className={styles['way']}>
      <ShapeMark shape={verdict === 'enough' ? 'tick' : 'cross'} tone={verdict === 'enough' ? 'good' : 'bad'} />
      <span>{words}</span>
      <strong>{t(figure.isAtLeast ? 'halls.rateAtLeast' : 'halls.rate', { rate })}</strong>
      <span>{tt(`halls.wayVerdict.${verdict}`)}</span>
    </div>
  );
}
