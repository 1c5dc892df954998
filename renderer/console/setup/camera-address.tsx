import { useState, type ReactNode } from 'react';
import type { Fault } from '#domain/faults.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import { draftOfAddress, type SeatDraft } from './seat-drafts.ts';
import styles from './setup.module.css';

/** Takes a camera of the network into the hall by its address. Its login, if it wants one, belongs to its control and never into the address. */
export function CameraAddress({
  drafts,
  onAdd,
}: {
  drafts: readonly SeatDraft[];
  onAdd: (added: SeatDraft) => void;
}): ReactNode {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const add = (): void => {
    const added = draftOfAddress(typed, drafts);
    setFault(added.ok ? null : added.fault);
    if (!added.ok) return;
    setTyped('');
    onAdd(added.value);
  };
  return (
    <form
      className={styles['address']}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField
        label={t('setup.cameraAddress')}
        placeholder="rtsp://192.168.10.21/stream1"
        value={typed}
        onChange={setTyped}
      />
      <BigButton isDisabled={typed.trim() === ''} onPress={add}>
        {t('setup.addCamera')}
      </BigButton>
      <p>{t('setup.cameraLogin')}</p>
      <FaultLine fault={fault} onDismiss={() => setFault(null)} />
    </form>
  );
}
