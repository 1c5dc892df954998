import { useState, type ReactNode } from 'react';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import type { Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { useWords } from '../../ui/words.tsx';
import { putFile } from '../hearing/bring-exhibit.ts';

/** P9: brings the photograph of the motion, which the judge compares with the live picture. */
export function PhotoButton({
  hall,
  hearingId,
  participantId,
  hasPhoto,
  onBrought,
}: {
  hall: HallClient;
  hearingId: HearingId;
  participantId: ParticipantId;
  hasPhoto: boolean;
  onBrought(): void;
}): ReactNode {
  const { t } = useWords();
  const [isBringing, setBringing] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const bring = async (file: File): Promise<void> => {
    setBringing(true);
    const asked = await hall.ask('participant.add-photo', {
      ...{ hearingId, participantId, lengthBytes: Math.max(1, file.size) },
    });
    const outcome = asked.ok ? await putFile(asked.value.url, file) : asked;
    setBringing(false);
    setFault(outcome.ok ? null : outcome.fault);
    if (outcome.ok) onBrought();
  };
  return (
    <>
      <FileButton accept="image/jpeg,image/png" isDisabled={isBringing} onChosen={(file) => void bring(file)}>
        {t(isBringing ? 'exhibits.adding' : hasPhoto ? 'participants.photoAnew' : 'participants.photoAdd')}
      </FileButton>
      <FaultLine fault={fault} onDismiss={() => setFault(null)} />
    </>
  );
}
