import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../ui/words.tsx';
import styles from './join.module.css';

/** How the certificate of a hall without one of the court's own is installed; nothing where the court has its own. */
export function CertificateHelp(): ReactNode {
  const { t } = useWords();
  const [fingerprint, setFingerprint] = useState<string | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    fetch('/v1/about', { signal: leaving.signal })
      .then((answer) => answer.json() as Promise<{ fingerprint: string | null }>)
      .then((about) => setFingerprint(about.fingerprint))
      // Without it there is nothing to say here.
      .catch(() => undefined);
    return () => leaving.abort();
  }, []);
  if (fingerprint === null) return null;
  return (
    <details className={styles['certificate']}>
      <summary>{t('join.certificate')}</summary>
      <p>{t('join.certificateAbout')}</p>
      <p>
        <a href="/tarazy-hall.crt" download>
          {t('join.certificateGet')}
        </a>
      </p>
      <p className={styles['quiet']}>{t('join.fingerprint')}</p>
      <p className={styles['fingerprint']}>
        {fingerprint.match(/[^:]+:?/g)?.map((pair, at) => (
          <span key={at}>{pair}</span>
        ))}
      </p>
      <p>{t('join.certificatePhone')}</p>
      <p>{t('join.certificatePc')}</p>
    </details>
  );
}
