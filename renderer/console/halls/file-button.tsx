import { useRef, type ReactNode } from 'react';
import { BigButton } from '../../ui/big-button.tsx';

/** Lets a person choose one file, for example from a memory stick; its bytes are read and nothing else of it is taken. */
export function FileButton({
  accept,
  isDisabled = false,
  onChosen,
  children,
}: {
  accept: string;
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
        hidden
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = '';
          if (file !== undefined) onChosen(file);
        }}
      />
      <BigButton size="large" isDisabled={isDisabled} onPress={() => input.current?.click()}>
        {children}
      </BigButton>
    </>
  );
}
