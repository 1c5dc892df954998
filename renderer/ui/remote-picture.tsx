import { useEffect, useRef, useState, type ReactNode } from 'react';
import { lineOfOpener } from './line-door.ts';
import styles from './camera-view.module.css';

/** The other hall's picture as the call window receives it; null while there is none. */
export function useRemotePicture(): MediaStream | null {
  const [picture, setPicture] = useState<MediaStream | null>(null);
  useEffect(() => {
    const line = lineOfOpener();
    if (line === null) return;
    const look = (): void => setPicture(line.remotePicture());
    look();
    return line.subscribe(look);
  }, []);
  return picture;
}

/** Silent: what the other hall says is played once, by the call window. */
export function RemotePicture({ picture, name }: { picture: MediaStream; name: string }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = picture;
  }, [picture]);
  return (
    <div className={styles['view']}>
      <video ref={video} autoPlay muted playsInline />
      <div className={styles['name']}>{name}</div>
    </div>
  );
}
