import type { ReactNode } from 'react';
import { partyRoles, proceedings } from '#domain/hearing/card.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ChoiceField, TextField } from '../../ui/fields.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import type { CardDraft, DraftField } from './card-draft.ts';
import styles from './today.module.css';

/** The card of a hearing being filled; `missing` are the fields that the last attempt to save found empty. */
export function CardForm({
  title,
  draft,
  missing,
  onChange,
}: {
  title: string;
  draft: CardDraft;
  missing: readonly DraftField[];
  onChange: (draft: CardDraft) => void;
}): ReactNode {
  const { t, tt } = useWords();
  const change = (part: Partial<CardDraft>): void => onChange({ ...draft, ...part });
  const lacks = (field: DraftField): string | undefined =>
    missing.includes(field) ? tt(`card.missing.${field}`) : undefined;
  const roles = partyRoles.map((role) => ({ value: role, label: tt(`roles.${role}`) }));
  const changeParty = (index: number, part: Partial<CardDraft['parties'][number]>): void =>
    change({ parties: draft.parties.map((party, at) => (at === index ? { ...party, ...part } : party)) });
  return (
    <>
      <h2>{title}</h2>
      <div className={styles['narrow']}>
        <TextField
          label={t('card.number')}
          value={draft.caseNumber}
          placeholder="7514-26-00-2/1204"
          missing={lacks('caseNumber')}
          onChange={(caseNumber) => change({ caseNumber })}
        />
        <TextField
          label={t('card.time')}
          value={draft.time}
          missing={lacks('time')}
          onChange={(time) => change({ time })}
        />
      </div>
      <ChoiceField
        label={t('card.proceedings')}
        value={draft.proceedings}
        onChange={(chosen) => change({ proceedings: chosen })}
        choices={proceedings.map((each) => ({ value: each, label: tt(`proceedings.${each}`) }))}
      />
      <div className={styles['two']}>
        <TextField
          label={t('card.judge')}
          value={draft.judge}
          missing={lacks('judge')}
          onChange={(judge) => change({ judge })}
        />
        <TextField
          label={t('card.secretary')}
          value={draft.secretary}
          onChange={(secretary) => change({ secretary })}
        />
      </div>
      <div className={styles['parties']} role="group" aria-label={t('card.parties')}>
        <div className={styles['partiesHead']}>{t('card.parties')}</div>
        {draft.parties.map(({ role, name }, index) => (
          <div className={styles['party']} key={index}>
            <ChoiceField
              label={t('card.role')}
              isLabelHidden
              value={role}
              choices={roles}
              onChange={(chosen) => changeParty(index, { role: chosen })}
            />
            <TextField
              label={t('card.name')}
              isLabelHidden
              placeholder={t('card.name')}
              value={name}
              onChange={(typed) => changeParty(index, { name: typed })}
            />
            <BigButton
              tone="quiet"
              label={t('card.remove')}
              onPress={() => change({ parties: draft.parties.filter((_, at) => at !== index) })}
            >
              <ShapeMark shape="cross" />
            </BigButton>
          </div>
        ))}
        <div>
          <BigButton
            tone="quiet"
            onPress={() => change({ parties: [...draft.parties, { role: 'representative', name: '' }] })}
          >
            {t('card.addParty')}
          </BigButton>
        </div>
      </div>
    </>
  );
}
