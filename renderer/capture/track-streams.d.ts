/* A track's pictures or buffers as a stream, and the way back (MediaStreamTrack Insertable Media Processing); in no DOM library yet. */

declare class MediaStreamTrackProcessor<Frame = VideoFrame | AudioData> {
  constructor(init: Readonly<{ track: MediaStreamTrack; maxBufferSize: number }>);
  readonly readable: ReadableStream<Frame>;
}

declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: Readonly<{ kind: 'video' }>);
  readonly writable: WritableStream<VideoFrame>;
}
