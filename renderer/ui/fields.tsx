import { useId, type ReactNode } from 'react';
import styles from './fields.module.css';

/** One line of text with its label above and, where the hall would refuse it, the reason below. */
export function TextField({
  label,
  value,
  onChange,
  missing,
  placeholder,
  type = 'text',
  isLabelHidden = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  missing?: string | undefined;
  placeholder?: string;
  type?: 'text' | 'search' | 'password';
  isLabelHidden?: boolean;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles['field']} data-missing={missing !== undefined}>
      {!isLabelHidden && (
        <label className={styles['label']} htmlFor={id}>
          {label}
        </label>
      )}
      <input
        id={id}
        className={styles['input']}
        type={type}
        value={value}
        placeholder={placeholder}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        aria-label={isLabelHidden ? label : undefined}
        aria-invalid={missing !== undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {missing !== undefined && <span className={styles['missing']}>{missing}</span>}
    </div>
  );
}

/** Several lines of text; as high as a paper's paragraph or two. */
export function LongField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={`${styles['input']} ${styles['long']}`}
        value={value}
        maxLength={4000}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

export type Choice<Value extends string> = Readonly<{ value: Value; label: string; isDisabled?: boolean }>;

/** One of a short list. The platform's own list is used: it works with touch, keys and screen readers alike. */
export function ChoiceField<Value extends string>({
  label,
  value,
  choices,
  onChange,
  missing,
  isLabelHidden = false,
}: {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
  missing?: string | undefined;
  isLabelHidden?: boolean;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles['field']} data-missing={missing !== undefined}>
      {!isLabelHidden && (
        <label className={styles['label']} htmlFor={id}>
          {label}
        </label>
      )}
      <select
        id={id}
        className={styles['choice']}
        value={value}
        aria-label={isLabelHidden ? label : undefined}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
            {choice.label}
          </option>
        ))}
      </select>
      {missing !== undefined && <span className={styles['missing']}>{missing}</span>}
    </div>
  );
}
