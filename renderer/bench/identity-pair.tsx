import type { ReactNode } from 'react';
import { LentPicture } from '../ui/lent-picture.tsx';
import { RemotePicture } from '../ui/remote-picture.tsx';
import { useWords } from '../ui/words.tsx';
import styles from './identity-request.module.css';

/** P9: the photograph of the motion beside the live picture, both of one size. */
export function IdentityPair({
  name,
  photoUrl,
  picture,
}: {
  name: string;
  photoUrl: string;
  /** Null while the participant is not on the line. */
  picture: MediaStream | null;
}): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles['pair']} role="group" aria-label={name}>
      <figure className={styles['half']}>
        <LentPicture url={photoUrl} alt={t('participants.photo')} />
        <figcaption>{t('participants.photo')}</figcaption>
      </figure>
      <figure className={styles['half']}>
        {picture === null ? (
          <p role="status">{t('participants.noPicture')}</p>
        ) : (
          <RemotePicture picture={picture} name={name} />
        )}
        <figcaption>{t('participants.live')}</figcaption>
      </figure>
    </div>
  );
}
