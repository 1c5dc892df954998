import { useRef, type ReactNode } from 'react';
import { BigButton, type ButtonTone } from './big-button.tsx';

/** Lets a person choose one file, for example from a memory stick; its bytes are read and nothing else of it is taken. */
export function FileButton({
  accept,
  isCamera = false,
  tone = 'plain',
  isDisabled = false,
  onChosen,
  children,
}: {
  accept: string;
  /** On a telephone its camera opens instead of its files. */
  isCamera?: boolean;
  tone?: ButtonTone;
  isDisabled?: boolean;
  onChosen: (file: File) => void;
  children: ReactNode;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        {...(isCamera && { capture: 'environment' as const })}
        hidden
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = '';
          if (file !== undefined) onChosen(file);
        }}
      />
      <BigButton tone={tone} size="large" isDisabled={isDisabled} onPress={() => input.current?.click()}>
        {children}
      </BigButton>
    </>
  );
}
