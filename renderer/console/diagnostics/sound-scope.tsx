import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.tsx';
import styles from './diagnostics.module.css';
import { drawAmplitudes, drawLevels, drawSpectrum } from './draw-sound.ts';
import { Figure, Plot } from './plot.tsx';
import { useSoundScope } from './use-sound-scope.ts';

/** Hum is heard beside speech from about here. */
const humHeardDb = 10;
const offsetLooks = 0.01;

/** Level, spectrum and amplitudes of a live microphone, with their figures. */
export function SoundScope({ stream, name }: { stream: MediaStream | null; name: string }): ReactNode {
  const { t } = useWords();
  const sight = useSoundScope(stream);
  if (sight === null) return <p className={styles['hint']}>{t('diagnostics.noSound')}</p>;
  const db = (value: number | null): string =>
    value === null ? '—' : t('diagnostics.db', { value: value.toFixed(1).replace('-', '−') });
  const newest = sight.history.at(-1);
  const { speech } = sight;
  return (
    <div className={styles['plots']}>
      <Plot
        title={t('diagnostics.level.title')}
        label={t('diagnostics.level.label', { name })}
        draw={(paper) => drawLevels(paper, sight)}
      >
        <Figure name={t('diagnostics.level.peak')} value={db(newest?.peakDbfs ?? null)} />
        <Figure name={t('diagnostics.level.rms')} value={db(newest?.rmsDbfs ?? null)} />
        <Figure name={t('diagnostics.level.speech')} value={db(speech.speechDbfs)} />
        <Figure name={t('diagnostics.level.pause')} value={db(speech.pauseDbfs)} />
        <Figure name={t('diagnostics.level.overPause')} value={db(speech.overPauseDb)} />
      </Plot>
      <Plot
        title={t('diagnostics.spectrum.title')}
        label={t('diagnostics.spectrum.label', { name })}
        draw={(paper) => drawSpectrum(paper, sight)}
      >
        {sight.lines.map(({ hz, dbfs, overRestDb }) => (
          <Figure
            key={hz}
            name={t('diagnostics.hz', { hz })}
            value={`${db(dbfs)} (+${Math.max(0, overRestDb).toFixed(0)})`}
            isBad={overRestDb > humHeardDb && dbfs > -70}
          />
        ))}
        <Figure
          name={t('diagnostics.spectrum.hum')}
          value={t('diagnostics.percent', { value: Math.round(sight.humShare * 100) })}
        />
      </Plot>
      <Plot
        title={t('diagnostics.amplitudes.title')}
        label={t('diagnostics.amplitudes.label', { name })}
        draw={(paper) => drawAmplitudes(paper, sight)}
      >
        <Figure
          name={t('diagnostics.amplitudes.clipped')}
          value={t('diagnostics.percent', { value: (sight.clippedShare * 100).toFixed(2) })}
          isBad={sight.clippedShare > 0}
        />
        <Figure
          name={t('diagnostics.amplitudes.offset')}
          value={sight.amplitudes.offset.toFixed(4).replace('-', '−')}
          isBad={Math.abs(sight.amplitudes.offset) > offsetLooks}
        />
        <Figure name={t('diagnostics.amplitudes.rate')} value={t('diagnostics.hz', { hz: sight.sampleRate })} />
      </Plot>
    </div>
  );
}
