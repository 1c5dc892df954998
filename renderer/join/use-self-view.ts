import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { nothingKnown, type PlaceVerdict } from './judge-place.ts';
import { watchPlace } from './watch-place.ts';

type SelfView = Readonly<{
  video: RefObject<HTMLVideoElement | null>;
  state: 'off' | 'on' | 'denied' | 'missing';
  verdict: PlaceVerdict;
  show(): Promise<void>;
  hide(): void;
}>;

const picture = { facingMode: 'user' } as const;
/** The place is judged, not what a browser makes of it. */
const sound = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } as const;

function nameOf(error: unknown): string {
  return error instanceof DOMException ? error.name : '';
}

/** With the microphone where there is one. */
async function open(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: picture, audio: sound });
  } catch (error) {
    if (nameOf(error) === 'NotAllowedError') throw error;
    return navigator.mediaDevices.getUserMedia({ video: picture });
  }
}

/** The participant's own camera and microphone, shown and measured here and sent to nobody. Closed as soon as its place is left. */
export function useSelfView(): SelfView {
  const video = useRef<HTMLVideoElement>(null);
  const close = useRef(() => {});
  const isLeft = useRef(false);
  const [state, setState] = useState<SelfView['state']>('off');
  const [verdict, setVerdict] = useState(nothingKnown);

  const stop = useCallback(() => {
    close.current();
    close.current = () => {};
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
      const opened = await open();
      const endTracks = (): void => opened.getTracks().forEach((track) => track.stop());
      stop();
      if (isLeft.current || video.current === null) {
        endTracks();
        return;
      }
      video.current.srcObject = opened;
      const stopWatching = watchPlace(opened, video.current, setVerdict);
      close.current = () => {
        stopWatching();
        endTracks();
      };
      setVerdict(nothingKnown);
      setState('on');
    } catch (error) {
      setState(nameOf(error) === 'NotAllowedError' ? 'denied' : 'missing');
    }
  }, [stop]);
  const hide = useCallback(() => {
    stop();
    setState('off');
  }, [stop]);
  return { video, state, verdict, show, hide };
}
