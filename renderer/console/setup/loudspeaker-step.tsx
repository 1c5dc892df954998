import { useState, type ReactNode } from 'react';
import type { Loudspeaker } from '#domain/seats.ts';
import { partSamples } from '#measure/check-signal.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import { playSamples } from '../../ui/play-samples.ts';
import { useOutputs, type Output } from '../../ui/use-outputs.ts';
import styles from './setup.module.css';

/** Loud enough to be found in a hall, soft enough not to startle whoever sits under it. */
const tone = { kind: 'tone', lengthS: 1, hz: 1000, amplitude: 0.2 } as const;

type StepProps = Readonly<{
  loudspeakers: readonly Loudspeaker[];
  /** Labels are told only to a page that may capture, so the list is read again once it may. */
  previewsAllowed: boolean;
  onChange: (loudspeakers: readonly Loudspeaker[]) => void;
}>;

function isOf(output: Output, { device }: Loudspeaker): boolean {
  return device.label === output.label && (device.deviceId === output.deviceId || device.deviceId === '');
}

/** Which outputs of the PC are loudspeakers of the hall: each can be made to sound, and is given a name. */
export function LoudspeakerStep({ loudspeakers, previewsAllowed, onChange }: StepProps): ReactNode {
  const { t } = useWords();
  const outputs = useOutputs(previewsAllowed);
  const [sounding, setSounding] = useState<string | null>(null);
  const absent = loudspeakers.filter((each) => outputs?.some((output) => isOf(output, each)) === false);
  const sound = async (output: Output): Promise<void> => {
    setSounding(output.deviceId);
    // Whether it could be heard is what the person finds out by listening.
    await playSamples(partSamples(tone), output.deviceId, () => undefined);
    setSounding(null);
  };
  const add = ({ deviceId, label }: Output): void =>
    onChange([...loudspeakers, { id: crypto.randomUUID(), name: label, device: { path: 'browser', label, deviceId } }]);
  const drop = (gone: Loudspeaker): void => onChange(loudspeakers.filter((each) => each !== gone));
  const rename = (own: Loudspeaker, name: string): void =>
    onChange(loudspeakers.map((each) => (each === own ? { ...each, name } : each)));

  return (
    <>
      <div className={styles['hint']}>{t('setup.listen')}</div>
      <ul className={styles['devices']}>
        {(outputs ?? []).map((output) => {
          const own = loudspeakers.find((each) => isOf(output, each));
          return (
            <li key={output.deviceId} className={styles['device']} data-used={own !== undefined}>
              <div className={styles['label']}>{output.label}</div>
              <div className={styles['outputButtons']}>
                <BigButton isDisabled={sounding !== null} onPress={() => void sound(output)}>
                  {t(sounding === output.deviceId ? 'setup.sounding' : 'setup.sound')}
                </BigButton>
                <BigButton
                  tone={own === undefined ? 'plain' : 'quiet'}
                  onPress={() => (own === undefined ? add(output) : drop(own))}
                >
                  {t(own === undefined ? 'setup.isLoudspeaker' : 'setup.noLoudspeaker')}
                </BigButton>
              </div>
              {own === undefined ? (
                <span />
              ) : (
                <TextField
                  label={t('setup.seatName')}
                  isLabelHidden
                  value={own.name}
                  onChange={(name) => rename(own, name)}
                />
              )}
            </li>
          );
        })}
        {absent.map((each) => (
          <li key={each.id} className={styles['device']} data-used={true}>
            <div className={styles['label']}>{each.name}</div>
            <div className={styles['absent']}>{t('setup.absent')}</div>
            <BigButton tone="quiet" onPress={() => drop(each)}>
              {t('setup.noLoudspeaker')}
            </BigButton>
          </li>
        ))}
      </ul>
      {outputs?.length === 0 && <div className={styles['hint']}>{t('setup.noOutputs')}</div>}
    </>
  );
}
