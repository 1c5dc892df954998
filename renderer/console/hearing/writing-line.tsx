import { useEffect, useId, useRef, type ReactNode } from 'react';
import styles from './writing-line.module.css';

/** A field for words of one's own; Escape gives up, Enter sends the form (Shift+Enter breaks the line in a long one). */
export function WritingLine({
  label,
  value,
  isLong = false,
  hasFocus,
  onChange,
  onCancel,
}: {
  label: string;
  value: string;
  isLong?: boolean;
  hasFocus: boolean;
  onChange(text: string): void;
  onCancel?(): void;
}): ReactNode {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (hasFocus) field.current?.focus();
  }, [hasFocus]);
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        ref={field}
        rows={isLong ? 4 : 1}
        maxLength={isLong ? 4000 : 300}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel?.();
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
    </div>
  );
}
