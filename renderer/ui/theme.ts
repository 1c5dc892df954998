import { createTheme, type MantineColorsTuple } from '@mantine/core';

const courtBlue: MantineColorsTuple = [
  '#eaf0fa',
  '#d3dff2',
  '#a8bfe6',
  '#7a9cd9',
  '#5480ce',
  '#3b6ec8',
  '#2d63c4',
  '#1f52ac',
  '#143c7d',
  '#0d2a5a',
];

/** Mantine speaks our tokens: see tokens.css. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '700' },
  colors: { court: courtBlue },
  primaryColor: 'court',
  primaryShade: { light: 8, dark: 4 },
  defaultRadius: 'md',
  radius: { md: '10px' },
  fontSizes: { xs: '14px', sm: '16px', md: '18px', lg: '22px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
});
