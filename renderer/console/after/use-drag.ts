import { useCallback, useRef, type PointerEvent } from 'react';

/**
 * Handlers for dragging over an element that stands for a stretch of time: `onMoment` gets the share (0..1) of the
 * element's width under the pointer, at the press and at every move until it is let go.
 */
export function useDrag(
  onMoment: (share: number) => void,
  over: () => HTMLElement | null,
): Readonly<{
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
}> {
  const isDragging = useRef(false);
  const tell = useCallback(
    (event: PointerEvent) => {
      const box = over()?.getBoundingClientRect();
      if (box === undefined || box.width === 0) return;
      onMoment(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
    },
    [onMoment, over],
  );
  const letGo = useCallback(() => {
    isDragging.current = false;
  }, []);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      isDragging.current = true;
      tell(event);
    },
    onPointerMove: (event) => {
      if (isDragging.current) tell(event);
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
  };
}
