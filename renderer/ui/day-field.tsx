import { useState, type ReactNode } from 'react';
import { civilDay, civilDayOf, daysAfter, type CivilDay } from '#domain/calendar/civil-day.ts';
import { BigButton } from './big-button.tsx';
import styles from './fields.module.css';
import { TextField } from './fields.tsx';
import { useWords } from './words.tsx';

/** As all papers here write a day: "03.12.2026". Chromium's own field writes it as its own language does, which is not always the window's. */
export function writtenCivilDay(day: CivilDay): string {
  return day.split('-').reverse().join('.');
}

/** Typed text as a day; null where it is none, or none yet. */
function dayTyped(text: string): CivilDay | null {
  const [day, month, year] = text.trim().split(/[./\s-]+/);
  if (day === undefined || month === undefined || year?.length !== 4) return null;
  return civilDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** A day, typed or by one touch for those that are meant most often. Empty is allowed, and what is no day is told below. */
export function DayField({
  label,
  value,
  onChange,
}: Readonly<{ label: string; value: CivilDay | ''; onChange: (day: CivilDay | '') => void }>): ReactNode {
  const { t } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === '' ? '' : writtenCivilDay(value));
  const isWrong = text.replace(/\D/g, '').length >= 8 && dayTyped(text) === null;
  const type = (next: string): void => {
    const day = dayTyped(next);
    setTyped(day === null ? next : null);
    onChange(day ?? '');
  };
  const take = (daysFromNow: number): void => type(writtenCivilDay(daysAfter(civilDayOf(Date.now()), daysFromNow)));
  return (
    <div className={styles['day']}>
      <TextField
        label={label}
        value={text}
        placeholder={t('ui.dayPattern')}
        missing={isWrong ? t('ui.noSuchDay') : undefined}
        onChange={type}
      />
      <BigButton onPress={() => take(0)}>{t('ui.today')}</BigButton>
      <BigButton onPress={() => take(-1)}>{t('ui.yesterday')}</BigButton>
    </div>
  );
}
