import type { ReactNode } from 'react';
import styles from './screen-frame.module.css';

/** One screen below the strip: what it is, its work, and at the foot the steps, the next right one at the right. */
export function ScreenFrame({
  title,
  about,
  tools,
  steps,
  next,
  children,
}: {
  title?: ReactNode;
  about?: ReactNode;
  tools?: ReactNode;
  steps?: ReactNode;
  next?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <main className={styles['screen']}>
      {title !== undefined && (
        <div className={styles['head']}>
          <div>
            <h1 className={styles['title']}>{title}</h1>
            {about !== undefined && <div className={styles['about']}>{about}</div>}
          </div>
          <div className={styles['tools']}>{tools}</div>
        </div>
      )}
      <div className={styles['body']}>{children}</div>
      {(steps !== undefined || next !== undefined) && (
        <div className={styles['foot']}>
          {steps}
          <div className={styles['next']}>{next}</div>
        </div>
      )}
    </main>
  );
}
