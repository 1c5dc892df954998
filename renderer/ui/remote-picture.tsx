import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { PartyId } from '#domain/ids.ts';
import { lineOfOpener, type RemoteSight } from './line-door.ts';
import styles from './camera-view.module.css';

/** Whoever is on the line and what they show. A participant has a name, which stands as `hall`, and no court. */
export type RemoteHall = Readonly<{
  peer: Readonly<{ id: PartyId; court: string; hall: string }>;
  picture: MediaStream;
}>;

/** How whoever is on the line is called. */
export function guestOf(
  { peers, participants }: Pick<HallState, 'peers' | 'participants'>,
  id: string,
): RemoteHall['peer'] | undefined {
  const participant = participants.find(({ participantId }) => participantId === id);
  if (participant !== undefined) return { id: participant.participantId, court: '', hall: participant.name };
  return peers.find((peer) => peer.id === id);
}

/** The halls on the line as the call window receives them now, the newest last. */
export function useRemoteHalls(state: HallState | null): readonly RemoteHall[] {
  const [sights, setSights] = useState<readonly RemoteSight[]>([]);
  useEffect(() => {
    const line = lineOfOpener();
    if (line === null) return;
    const look = (): void => setSights(line.remotePictures());
    look();
    return line.subscribe(look);
  }, []);
  return sights.flatMap(({ peerId, picture }) => {
    const peer = state === null ? undefined : guestOf(state, peerId);
    const isOn = state?.calls.some((call) => call.peerId === peerId && call.state === 'connected') ?? false;
    return peer === undefined || !isOn ? [] : [{ peer, picture }];
  });
}

/** This hall as its own public may see it, from the call window; null while it may not. */
export function useOwnPicture(): MediaStream | null {
  const [picture, setPicture] = useState<MediaStream | null>(null);
  useEffect(() => {
    const line = lineOfOpener();
    if (line === null) return;
    const look = (): void => setPicture(line.ownPicture());
    look();
    return line.subscribe(look);
  }, []);
  return picture;
}

/** Silent: what the other hall says is played once, by the call window. `children`: what stands in the caption behind the name. */
export function RemotePicture({
  picture,
  name,
  children,
}: {
  picture: MediaStream;
  name: string;
  children?: ReactNode;
}): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = picture;
  }, [picture]);
  return (
    <div className={styles['view']}>
      <video ref={video} autoPlay muted playsInline />
      <div className={styles['name']}>
        {name}
        {children}
      </div>
    </div>
  );
}
