import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

type SelfView = Readonly<{
  video: RefObject<HTMLVideoElement | null>;
  state: 'off' | 'on' | 'denied' | 'missing';
  show(): Promise<void>;
  hide(): void;
}>;

/** The participant's own camera, shown to nobody else. Closed as soon as its place is left. */
export function useSelfView(): SelfView {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const isLeft = useRef(false);
  const [state, setState] = useState<SelfView['state']>('off');

  const stop = useCallback(() => {
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = null;
  }, []);
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
      stop();
    };
  }, [stop]);

  const show = useCallback(async () => {
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' }, audio: false });
      stop();
      stream.current = opened;
      if (isLeft.current) {
        stop();
        return;
      }
      if (video.current !== null) video.current.srcObject = opened;
      setState('on');
    } catch (error) {
      setState((error as DOMException).name === 'NotAllowedError' ? 'denied' : 'missing');
    }
  }, [stop]);
  const hide = useCallback(() => {
    stop();
    setState('off');
  }, [stop]);
  return { video, state, show, hide };
}
