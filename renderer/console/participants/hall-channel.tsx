import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { soundChannels } from '#domain/participants/interpretation.ts';
import { isInHearing } from '#domain/participants/participant.ts';
import { ChoiceField } from '../../ui/fields.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Asking } from '../hearing/use-ask.ts';

/** L9: what the hall's loudspeakers play; asked only where an interpreter is in the hearing from afar. */
export function HallChannel({ state, asking }: { state: HallState; asking: Asking }): ReactNode {
  const { t, tt } = useWords();
  if (!state.participants.some((each) => each.role === 'interpreter' && isInHearing(each))) return null;
  return (
    <ChoiceField
      label={t('channel.hall')}
      value={state.hallChannel}
      choices={soundChannels.map((each) => ({ value: each, label: tt(`channel.${each}`) }))}
      onChange={(channel) => void asking.ask('interpretation.choose', { channel })}
    />
  );
}
