/*
 * fcam NAME LABEL WIDTH HEIGHT FPS [LOG [FLASH_MS]] : a PipeWire camera with a picture of its own.
 *
 * Gives exactly FPS frames a second of CLOCK_MONOTONIC while somebody looks (the timer repeats by itself and cannot
 * drift). Every frame handed over carries the next counter value; LOG receives a line "counter nanoseconds" for each.
 * Like a real camera it has a few buffers: frames that the listener is too busy to fetch wait in order, and only when
 * all buffers are full is one lost (its counter value is then never seen).
 * With FLASH_MS a lamp in its view shines for 200 ms from every multiple of FLASH_MS on, and the frames are taken at whole
 * multiples of a frame's time, so that one of them is taken just then.
 * Lines "NAME NUMBER" on stdin change how well it sees (sight.h), from the next frame on.
 * SIGUSR1 freezes the picture (frames go on, the counter stands), SIGHUP makes it black, SIGWINCH dark, SIGALRM still
 * (as frozen, but with the sensor's noise), SIGUSR2 makes it as it was; SIGTERM unplugs the camera.
 */
#include "picture.h"
#include "sight.h"
#include <pipewire/pipewire.h>
#include <signal.h>
#include <spa/param/video/format-utils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* How many frames may wait for a busy listener: a third of a second. */
enum { MOST_WAITING = 8 };
/* A listener that has not answered for this many frames has died without a word. */
enum { MOST_PATIENCE = 6 };
enum { LAMP_SHINES_NS = 200000000 };

static struct {
  struct pw_main_loop *loop;
  struct pw_stream *stream;
  struct spa_source *timer, *words;
  struct picture picture;
  int fps;
  uint64_t flash_ns; /* 0: no lamp in the view */
  int frozen;
  enum look look;
  struct sight sight;
  double owed; /* of a camera that gives fewer frames than it promises: how much of the next one is due */
  uint32_t counter;
  struct { uint32_t counter; uint64_t at_ns; } waiting[MOST_WAITING];
  int waiting_count;
  int has_given; /* whether the last trigger took a frame along */
  int unanswered; /* ticks since a frame went out that the listener has not finished; 0 when it is free */
  uint64_t sequence;
  FILE *log;
} camera;

static uint64_t monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The listener is free: hands it the frame that has waited longest. */
static void hand_over(void) {
  if (camera.unanswered || !camera.waiting_count) return;
  camera.unanswered = 1;
  camera.has_given = 0;
  pw_stream_trigger_process(camera.stream);
}

static void on_tick(void *data, uint64_t expirations) {
  (void)data, (void)expirations;
  if (camera.sight.fps > 0 && camera.sight.fps < camera.fps) {
    camera.owed += camera.sight.fps / camera.fps;
    if (camera.owed < 1) return;
    camera.owed -= 1;
  }
  if (!camera.frozen) camera.counter++;
  if (camera.waiting_count < MOST_WAITING) {
    camera.waiting[camera.waiting_count].counter = camera.counter;
    camera.waiting[camera.waiting_count++].at_ns = monotonic_ns();
  }
  if (camera.unanswered && ++camera.unanswered > MOST_PATIENCE) camera.unanswered = 0;
  hand_over();
}

static void on_trigger_done(void *data) {
  (void)data;
  camera.unanswered = 0;
  /* With nobody linked a trigger is done at once and takes nothing along: the next try waits for the next tick. */
  if (camera.has_given) hand_over();
}

static void on_process(void *data) {
  (void)data;
  if (!camera.waiting_count) return;
  struct pw_buffer *buffer = pw_stream_dequeue_buffer(camera.stream);
  if (!buffer) return;
  struct spa_data *out = &buffer->buffer->datas[0];
  if (out->data) {
    uint32_t counter = camera.waiting[0].counter & 0xffffff;
    uint64_t at_ns = camera.waiting[0].at_ns;
    memmove(camera.waiting, camera.waiting + 1, (size_t)--camera.waiting_count * sizeof *camera.waiting);
    uint32_t ago = (uint32_t)(camera.sight.delay * camera.fps / 1000);
    uint64_t seen_ns = at_ns - (uint64_t)(camera.sight.delay * 1e6);
    picture_draw(&camera.picture, &camera.sight, out->data, counter, counter > ago ? counter - ago : 0);
    if (camera.flash_ns) picture_lamp(&camera.picture, out->data, seen_ns % camera.flash_ns < LAMP_SHINES_NS);
    sight_spoil(&camera.sight, out->data, camera.picture.width, camera.picture.height, camera.frozen ? 0 : (uint32_t)camera.sequence);
    picture_dim(&camera.picture, out->data, camera.look, (uint32_t)camera.sequence);
    out->chunk->offset = 0;
    out->chunk->stride = camera.picture.width;
    out->chunk->size = (uint32_t)picture_bytes(&camera.picture);
    struct spa_meta_header *header = spa_buffer_find_meta_data(buffer->buffer, SPA_META_Header, sizeof *header);
    if (header) {
      header->pts = (int64_t)at_ns;
      header->flags = 0;
      header->seq = camera.sequence++;
      header->dts_offset = 0;
    }
    if (camera.log) fprintf(camera.log, "%u %llu\n", counter, (unsigned long long)at_ns);
  }
  camera.has_given = 1;
  pw_stream_queue_buffer(camera.stream, buffer);
}

static void on_state(void *data, enum pw_stream_state old, enum pw_stream_state state, const char *error) {
  (void)data, (void)old;
  fprintf(stderr, "state %s %s\n", pw_stream_state_as_string(state), error ? error : "");
  struct pw_loop *loop = pw_main_loop_get_loop(camera.loop);
  struct timespec first = { 0, 1 }, every = { 0, 1000000000L / camera.fps };
  if (camera.flash_ns) {
    uint64_t next_ns = (monotonic_ns() / every.tv_nsec + 1) * every.tv_nsec;
    first = (struct timespec){ (time_t)(next_ns / 1000000000u), (long)(next_ns % 1000000000u) };
  }
  int streaming = state == PW_STREAM_STATE_STREAMING;
  camera.waiting_count = camera.unanswered = 0;
  /* A frame that the last listener never fetched would be the first that the next one sees. */
  if (streaming) pw_stream_flush(camera.stream, false);
  pw_loop_update_timer(loop, camera.timer, streaming ? &first : NULL, streaming ? &every : NULL, camera.flash_ns != 0);
}

static void on_param(void *data, uint32_t id, const struct spa_pod *param) {
  (void)data;
  if (!param || id != SPA_PARAM_Format) return;
  uint8_t bytes[1024];
  struct spa_pod_builder b = SPA_POD_BUILDER_INIT(bytes, sizeof bytes);
  int size = (int)picture_bytes(&camera.picture);
  const struct spa_pod *params[2];
  params[0] = spa_pod_builder_add_object(&b, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers,
      SPA_PARAM_BUFFERS_buffers, SPA_POD_CHOICE_RANGE_Int(8, 4, 16), SPA_PARAM_BUFFERS_blocks, SPA_POD_Int(1),
      SPA_PARAM_BUFFERS_size, SPA_POD_Int(size), SPA_PARAM_BUFFERS_stride, SPA_POD_Int(camera.picture.width),
      SPA_PARAM_BUFFERS_dataType, SPA_POD_CHOICE_FLAGS_Int(1 << SPA_DATA_MemFd));
  params[1] = spa_pod_builder_add_object(&b, SPA_TYPE_OBJECT_ParamMeta, SPA_PARAM_Meta,
      SPA_PARAM_META_type, SPA_POD_Id(SPA_META_Header),
      SPA_PARAM_META_size, SPA_POD_Int(sizeof(struct spa_meta_header)));
  pw_stream_update_params(camera.stream, params, 2);
}

static const struct pw_stream_events events = {
  PW_VERSION_STREAM_EVENTS, .state_changed = on_state, .param_changed = on_param, .process = on_process,
  .trigger_done = on_trigger_done,
};

static void on_quit(void *data, int number) {
  (void)data, (void)number;
  pw_main_loop_quit(camera.loop);
}

/* Lines may come in pieces. */
static void on_word(void *data, int fd, uint32_t mask) {
  (void)data, (void)mask;
  static char line[64];
  static size_t length;
  char read_in[256];
  ssize_t count = read(fd, read_in, sizeof read_in);
  if (count <= 0) {
    pw_loop_destroy_source(pw_main_loop_get_loop(camera.loop), camera.words);
    return;
  }
  for (ssize_t i = 0; i < count; i++) {
    if (read_in[i] != '\n') {
      if (length < sizeof line - 1) line[length++] = read_in[i];
      continue;
    }
    line[length] = 0;
    length = 0;
    if (!sight_set(&camera.sight, line)) fprintf(stderr, "not understood: %s\n", line);
  }
}

static void on_look(void *data, int number) {
  (void)data;
  camera.frozen = number == SIGUSR1 || number == SIGALRM;
  camera.look = number == SIGHUP ? LOOK_BLACK : number == SIGWINCH ? LOOK_DARK : number == SIGALRM ? LOOK_STILL : LOOK_CLEAR;
}

int main(int argc, char **argv) {
  if (argc < 6) return fprintf(stderr, "fcam NAME LABEL WIDTH HEIGHT FPS [LOG [FLASH_MS]]\n"), 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpriority(PRIO_PROCESS, 0, -10); /* a real camera does not wait for a busy computer; refused to ordinary users */
  pw_init(&argc, &argv);
  camera.fps = atoi(argv[5]);
  picture_prepare(&camera.picture, atoi(argv[3]), atoi(argv[4]), argv[1]);
  if (argc > 6) {
    camera.log = fopen(argv[6], "w");
    setvbuf(camera.log, NULL, _IOLBF, 0);
  }
  if (argc > 7) camera.flash_ns = (uint64_t)atoi(argv[7]) * 1000000u;

  camera.loop = pw_main_loop_new(NULL);
  struct pw_loop *loop = pw_main_loop_get_loop(camera.loop);
  pw_loop_add_signal(loop, SIGINT, on_quit, NULL);
  pw_loop_add_signal(loop, SIGTERM, on_quit, NULL);
  const int looks[] = { SIGUSR1, SIGUSR2, SIGHUP, SIGWINCH, SIGALRM };
  for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) pw_loop_add_signal(loop, looks[i], on_look, NULL);
  camera.words = pw_loop_add_io(loop, STDIN_FILENO, SPA_IO_IN | SPA_IO_HUP, false, on_word, NULL);
  camera.timer = pw_loop_add_timer(loop, on_tick, NULL);
  camera.stream = pw_stream_new_simple(loop, argv[1],
      pw_properties_new(PW_KEY_MEDIA_CLASS, "Video/Source", PW_KEY_MEDIA_ROLE, "Camera", PW_KEY_NODE_NAME, argv[1],
          PW_KEY_NODE_DESCRIPTION, argv[2], "node.driver", "true", NULL),
      &events, NULL);

  uint8_t bytes[1024];
  struct spa_pod_builder b = SPA_POD_BUILDER_INIT(bytes, sizeof bytes);
  const struct spa_pod *format = spa_pod_builder_add_object(&b, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat,
      SPA_FORMAT_mediaType, SPA_POD_Id(SPA_MEDIA_TYPE_video), SPA_FORMAT_mediaSubtype, SPA_POD_Id(SPA_MEDIA_SUBTYPE_raw),
      SPA_FORMAT_VIDEO_format, SPA_POD_Id(SPA_VIDEO_FORMAT_I420), SPA_FORMAT_VIDEO_size,
      SPA_POD_Rectangle(&SPA_RECTANGLE((uint32_t)camera.picture.width, (uint32_t)camera.picture.height)),
      SPA_FORMAT_VIDEO_framerate, SPA_POD_Fraction(&SPA_FRACTION((uint32_t)camera.fps, 1)));
  pw_stream_connect(camera.stream, PW_DIRECTION_OUTPUT, PW_ID_ANY, PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_MAP_BUFFERS,
      &format, 1);
  pw_main_loop_run(camera.loop);
  pw_stream_destroy(camera.stream);
  return 0;
}
