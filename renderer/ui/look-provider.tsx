import '@fontsource/noto-sans/latin-400.css';
import '@fontsource/noto-sans/latin-600.css';
import '@fontsource/noto-sans/latin-700.css';
import '@fontsource/noto-sans/cyrillic-400.css';
import '@fontsource/noto-sans/cyrillic-600.css';
import '@fontsource/noto-sans/cyrillic-700.css';
import '@fontsource/noto-sans/cyrillic-ext-400.css';
import '@fontsource/noto-sans/cyrillic-ext-600.css';
import '@fontsource/noto-sans/cyrillic-ext-700.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/VisuallyHidden.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/Switch.css';
import '@mantine/core/styles/SegmentedControl.css';
import '@mantine/core/styles/FloatingIndicator.css';
import './tokens.css';
import { MantineProvider } from '@mantine/core';
import { useLayoutEffect, type ReactNode } from 'react';
import { theme } from './theme.ts';
import { WordsProvider } from './words.tsx';

/** The shell writes the page's nonce into this meta tag; without it Mantine's style element would break the CSP. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

/** Everything a window needs to look and speak like the house. `window` keys what the window remembers. */
export function LookProvider({
  window,
  scheme,
  children,
}: {
  window: 'console' | 'bench' | 'screen' | 'witness';
  scheme: 'light' | 'dark';
  children: ReactNode;
}): ReactNode {
  useLayoutEffect(() => {
    document.documentElement.dataset['window'] = window;
  }, [window]);
  return (
    <MantineProvider theme={theme} defaultColorScheme={scheme} forceColorScheme={scheme} getStyleNonce={styleNonce}>
      <WordsProvider window={window}>{children}</WordsProvider>
    </MantineProvider>
  );
}
