/*
 * froom CONTROL LOUDSPEAKER... -- MICROPHONE... : the air between loudspeakers and microphones.
 *
 * All are pipes: what a loudspeaker plays is read from its own, what a microphone hears is written to its own, both
 * s16le, mono, 48 000 a second of CLOCK_MONOTONIC, 480 at a time. Each way from a loudspeaker to a microphone is an impulse
 * response; a microphone may hear a loop of something else as well, and has a gain and a level at which it clips.
 * CONTROL is a pipe of lines, each done before the next block; files are raw float32:
 *   way L M FILE|-      the way from loudspeaker L to microphone M, counted from 0; - is none
 *   loop M FILE|-       what M hears beside, again and again
 *   chain M GAIN CLIP   applied to all that M hears, in this order
 */
#include <complex.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* The sound server writes in larger pieces than ours: so much lies ready before the first of it is heard, and never more than MUCH. */
enum { READY = 48000 / 8, MUCH = 48000 / 2 };
enum { BLOCK = 480, SIZE = 1024, BINS = SIZE / 2 + 1, PARTS = 400, MOST = 16, RING = 48000 };
typedef float complex bins[BINS];
typedef struct { bins *parts; int count; } way;
typedef struct { int pipe; float ring[RING]; int begin, filled, is_flowing; float last[SIZE]; bins *heard; } loudspeaker;
typedef struct { int pipe; way ways[MOST]; float *loop; long loop_length, loop_at; float gain, clip; } microphone;

static float complex turns[SIZE / 2];

static void transform(float complex *x, int inverse) {
  for (int i = 1, j = 0; i < SIZE; i++) {
    int bit = SIZE >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) { float complex t = x[i]; x[i] = x[j]; x[j] = t; }
  }
  for (int half = 1; half < SIZE; half *= 2)
    for (int start = 0; start < SIZE; start += 2 * half)
      for (int k = 0; k < half; k++) {
        float complex turn = turns[k * (SIZE / 2 / half)];
        float complex part = x[start + half + k] * (inverse ? conjf(turn) : turn);
        x[start + half + k] = x[start + k] - part;
        x[start + k] += part;
      }
}

static void to_bins(const float *samples, int count, float complex *out) {
  float complex x[SIZE];
  for (int i = 0; i < SIZE; i++) x[i] = i < count ? samples[i] : 0;
  transform(x, 0);
  memcpy(out, x, sizeof(bins));
}

static float *load(const char *file, long *length) {
  FILE *in = fopen(file, "rb");
  if (!in) { perror(file); return NULL; }
  fseek(in, 0, SEEK_END);
  *length = ftell(in) / (long)sizeof(float);
  rewind(in);
  float *samples = calloc(*length + 1, sizeof(float));
  if (fread(samples, sizeof(float), *length, in) != (size_t)*length) perror(file);
  fclose(in);
  return samples;
}

static void lay_way(way *to, const char *file) {
  free(to->parts);
  *to = (way){ 0 };
  long length = 0;
  float *response = strcmp(file, "-") ? load(file, &length) : NULL;
  if (!response) return;
  int count = (int)((length + BLOCK - 1) / BLOCK);
  if (count > PARTS) count = PARTS;
  to->parts = malloc(count * sizeof(bins));
  for (int part = 0; part < count; part++) {
    long left = length - (long)part * BLOCK;
    to_bins(response + part * BLOCK, left < BLOCK ? (int)left : BLOCK, to->parts[part]);
  }
  to->count = count;
  free(response);
}

static void obey(char *line, microphone *microphones) {
  int from, to;
  float gain, clip;
  char file[4096];
  if (sscanf(line, "way %d %d %4095s", &from, &to, file) == 3) lay_way(&microphones[to].ways[from], file);
  else if (sscanf(line, "chain %d %f %f", &to, &gain, &clip) == 3) {
    microphones[to].gain = gain;
    microphones[to].clip = clip;
  } else if (sscanf(line, "loop %d %4095s", &to, file) == 2) {
    microphone *of = &microphones[to];
    free(of->loop);
    of->loop_length = of->loop_at = 0;
    of->loop = strcmp(file, "-") ? load(file, &of->loop_length) : NULL;
  } else fprintf(stderr, "not understood: %s\n", line);
}

/* What the sound server has played since is taken whole; a block is handed on once enough lies ready, else silence. */
static void play(loudspeaker *of, long block) {
  int16_t piece[4096];
  ssize_t got;
  while ((got = read(of->pipe, piece, sizeof piece)) > 0)
    for (int i = 0; i < got / 2; i++) {
      if (of->filled == RING) { of->begin = (of->begin + 1) % RING; of->filled--; }
      of->ring[(of->begin + of->filled++) % RING] = piece[i] / 32768.0f;
    }
  memmove(of->last, of->last + BLOCK, (SIZE - BLOCK) * sizeof(float));
  if (of->filled > MUCH) { of->begin = (of->begin + of->filled - READY) % RING; of->filled = READY; }
  if (of->is_flowing && of->filled < BLOCK) fprintf(stderr, "block %ld: the sound server was late\n", block);
  of->is_flowing = of->is_flowing ? of->filled >= BLOCK : of->filled >= READY;
  int is_there = of->is_flowing;
  for (int i = 0; i < BLOCK; i++) {
    of->last[SIZE - BLOCK + i] = is_there ? of->ring[of->begin] : 0;
    if (is_there) { of->begin = (of->begin + 1) % RING; of->filled--; }
  }
  to_bins(of->last, SIZE, of->heard[block % PARTS]);
}

static void hear(microphone *by, loudspeaker *loudspeakers, int count, long block) {
  float complex sum[SIZE] = { 0 };
  for (int from = 0; from < count; from++) {
    way *along = &by->ways[from];
    for (int part = 0; part < along->count; part++) {
      float complex *heard = loudspeakers[from].heard[(block - part + PARTS) % PARTS], *share = along->parts[part];
      for (int bin = 0; bin < BINS; bin++) sum[bin] += heard[bin] * share[bin];
    }
  }
  for (int bin = BINS; bin < SIZE; bin++) sum[bin] = conjf(sum[SIZE - bin]);
  transform(sum, 1);
  int16_t out[BLOCK];
  for (int i = 0; i < BLOCK; i++) {
    float value = crealf(sum[SIZE - BLOCK + i]) / SIZE;
    if (by->loop) { value += by->loop[by->loop_at]; by->loop_at = (by->loop_at + 1) % by->loop_length; }
    value = fmaxf(-by->clip, fminf(by->clip, value * by->gain));
    out[i] = (int16_t)lrintf(fmaxf(-1, fminf(1, value)) * 32767);
  }
  int waiting = 0;
  char bin[65536];
  /* What nobody fetches for a fifth of a second is thrown away, as a device with nobody listening does. */
  if (ioctl(by->pipe, FIONREAD, &waiting) == 0 && waiting > RING / 5 * 2 && read(by->pipe, bin, sizeof bin) < 0) return;
  if (write(by->pipe, out, sizeof out) != sizeof out) return;
}

int main(int argc, char **argv) {
  static loudspeaker loudspeakers[MOST];
  static microphone microphones[MOST];
  int speaking = 0, hearing = 0, is_hearing = 0;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpriority(PRIO_PROCESS, 0, -10); /* air does not wait for a busy computer; refused to ordinary users */
  for (int i = 0; i < SIZE / 2; i++) turns[i] = cexpf(-2 * (float)M_PI * I * i / SIZE);
  int control = argc < 2 ? -1 : open(argv[1], O_RDWR | O_NONBLOCK);
  if (control < 0) return fprintf(stderr, "froom CONTROL LOUDSPEAKER... -- MICROPHONE...\n"), 2;
  for (int i = 2; i < argc; i++) {
    if (!strcmp(argv[i], "--")) { is_hearing = 1; continue; }
    int pipe = open(argv[i], O_RDWR | O_NONBLOCK);
    if (pipe < 0 || speaking == MOST || hearing == MOST) return perror(argv[i]), 1;
    if (is_hearing) microphones[hearing++] = (microphone){ .pipe = pipe, .gain = 1, .clip = 1 };
    else {
      loudspeakers[speaking].pipe = pipe;
      loudspeakers[speaking++].heard = calloc(PARTS, sizeof(bins));
    }
  }
  struct timespec due;
  clock_gettime(CLOCK_MONOTONIC, &due);
  char line[8192];
  int length = 0;
  for (long block = 0;; block++) {
    char next;
    while (read(control, &next, 1) == 1) {
      if (next != '\n') { if (length < (int)sizeof line - 1) line[length++] = next; continue; }
      line[length] = 0;
      length = 0;
      obey(line, microphones);
    }
    for (int i = 0; i < speaking; i++) play(&loudspeakers[i], block);
    for (int i = 0; i < hearing; i++) hear(&microphones[i], loudspeakers, speaking, block);
    due.tv_nsec += 10000000;
    if (due.tv_nsec >= 1000000000) { due.tv_nsec -= 1000000000; due.tv_sec++; }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
  }
}
