import type { Words } from './words.tsx';

/** How another hall is called. One that was paired before it was set up has told no name yet. */
export function hallName({ court, hall }: Readonly<{ court: string; hall: string }>, { t }: Pick<Words, 't'>): string {
  if (court === '' && hall === '') return t('line.unnamed');
  return court === '' || hall === '' ? court + hall : t('line.name', { court, hall });
}
