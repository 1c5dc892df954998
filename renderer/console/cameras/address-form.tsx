import { useState, type ReactNode } from 'react';
import type { CameraControlShown } from '#contract/cameras.ts';
import type { SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { addressOf, draftOf, withProtocol } from './address-draft.ts';
import styles from './cameras.module.css';

/** How one camera is reached; it is asked before anything is kept. */
export function AddressForm({
  hall,
  seatId,
  device,
  control,
  onKept,
}: {
  hall: HallClient;
  seatId: SeatId;
  device: Seat['device'] | undefined;
  /** As it is kept; undefined for a camera that nobody turns yet. */
  control: CameraControlShown | undefined;
  onKept: () => void;
}): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [draft, setDraft] = useState(() => draftOf(control, device));
  const [answered, setAnswered] = useState<string | null>(null);
  const address = addressOf(draft);

  const keep = async (): Promise<void> => {
    if (address === null) return;
    setAnswered(null);
    const tried = await ask('camera.try-control', { seatId, address });
    if (!tried.ok) return;
    const kept = await ask('camera.set-control', { seatId, address });
    if (!kept.ok) return;
    setDraft({ ...draft, password: draft.password === '' ? '' : null });
    setAnswered(t('cameras.answered', { places: tried.value.presets.length }));
    onKept();
  };
  const forget = async (): Promise<void> => {
    const forgotten = await ask('camera.set-control', { seatId, address: null });
    if (!forgotten.ok) return;
    setDraft(draftOf(undefined, device));
    setAnswered(null);
    onKept();
  };
  return (
    <section className={styles['form']}>
      <ChoiceField
        label={t('cameras.protocol')}
        value={draft.protocol}
        choices={[
          { value: 'visca', label: 'VISCA over IP' },
          { value: 'onvif', label: 'ONVIF' },
        ]}
        onChange={(protocol) => setDraft(withProtocol(draft, protocol))}
      />
      <div className={styles['pair']}>
        <TextField
          label={t('cameras.host')}
          placeholder="192.168.10.21"
          value={draft.host}
          onChange={(host) => setDraft({ ...draft, host })}
        />
        <TextField label={t('halls.port')} value={draft.port} onChange={(port) => setDraft({ ...draft, port })} />
      </div>
      {draft.protocol === 'onvif' && (
        <div className={styles['login']}>
          <TextField label={t('cameras.user')} value={draft.user} onChange={(user) => setDraft({ ...draft, user })} />
          <TextField
            label={t('cameras.password')}
            type="password"
            placeholder={draft.password === null ? t('cameras.passwordKept') : ''}
            value={draft.password ?? ''}
            onChange={(password) => setDraft({ ...draft, password })}
          />
        </div>
      )}
      <FaultLine fault={fault} onDismiss={dismiss} />
      {answered !== null && (
        <p className={styles['answered']} role="status">
          {answered}
        </p>
      )}
      <div className={styles['row']}>
        <BigButton tone="next" isDisabled={address === null || isAsking} onPress={() => void keep()}>
          {t(isAsking ? 'cameras.asking' : 'cameras.connect')}
        </BigButton>
        {control !== undefined && (
          <HoldButton tone="plain" onHeld={() => void forget()}>
            {t('cameras.forget')}
          </HoldButton>
        )}
      </div>
    </section>
  );
}
