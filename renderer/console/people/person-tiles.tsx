import type { ReactNode } from 'react';
import type { Person } from '#domain/people.ts';
import { useWords } from '../../ui/words.tsx';
import styles from './people.module.css';

/** The people of the hall, each a tile that can be hit in passing. */
export function PersonTiles({
  people,
  chosen,
  onChoose,
}: {
  people: readonly Person[];
  chosen: Person | null;
  onChoose: (person: Person) => void;
}): ReactNode {
  const { tt } = useWords();
  return (
    <ul className={styles['tiles']}>
      {people.map((person) => (
        <li key={person.personId}>
          <button
            type="button"
            className={styles['tile']}
            aria-current={person.personId === chosen?.personId}
            onClick={() => onChoose(person)}
          >
            <span className={styles['name']}>{person.name}</span>
            <span className={styles['duty']}>{tt(`duties.${person.duty}`)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
