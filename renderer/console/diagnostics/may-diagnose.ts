import type { PeopleHere } from '../people/use-people.ts';

/** The specialist's screen; in a hall without people whoever is there is the specialist too. */
export function mayDiagnose({ people, signedIn }: PeopleHere): boolean {
  return people.length === 0 || signedIn?.duty === 'specialist' || signedIn?.duty === 'administrator';
}
