import { useEffect, useRef, type ReactNode } from 'react';

/** A picture that the hall lends by an address of its own: fetched, because windows take pictures from no address but their own. */
export function LentPicture({
  url,
  alt,
  className,
}: {
  url: string;
  alt: string;
  className?: string | undefined;
}): ReactNode {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const over = new AbortController();
    let shown: string | null = null;
    fetch(url, { signal: over.signal })
      .then((answer) => answer.blob())
      .then((bytes) => {
        if (over.signal.aborted || image.current === null) return;
        shown = URL.createObjectURL(bytes);
        image.current.src = shown;
      })
      // What cannot be fetched stands there by its name.
      .catch(() => undefined);
    return () => {
      over.abort();
      if (shown !== null) URL.revokeObjectURL(shown);
    };
  }, [url]);
  return <img ref={image} className={className} alt={alt} />;
}
