/*
 * fmic FIFO PPM EVERY_MS PHASE_MS : a microphone with a clock of its own that hears a short chirp again and again.
 *
 * Gives 48000 * (1 + PPM / 1e6) samples (s16le, mono) a second of CLOCK_MONOTONIC, in blocks of 480 at the moment at
 * which the last of them was captured. A chirp begins whenever CLOCK_MONOTONIC is PHASE_MS after a multiple of
 * EVERY_MS, true to the sample whatever the device's own clock does; between chirps there is quiet noise.
 * What nobody fetches for a while is thrown away, as a device with nobody listening does.
 */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 480, MOST_WAITING_BYTES = 48000 / 5 * 2 };
/* tests/lab/clocked-microphone.ts makes the same chirp. */
static const double chirp_s = 0.06, from_hz = 800, to_hz = 4000, loudness = 0.4, ramp_s = 0.002;

static double chirp(double at_s) {
  double ramp = fmin(1, fmin(at_s, chirp_s - at_s) / ramp_s);
  return loudness * ramp * sin(2 * M_PI * (from_hz * at_s + (to_hz - from_hz) * at_s * at_s / (2 * chirp_s)));
}

int main(int argc, char **argv) {
  if (argc < 5) return fprintf(stderr, "fmic FIFO PPM EVERY_MS PHASE_MS\n"), 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpriority(PRIO_PROCESS, 0, -10); /* a real microphone does not wait for a busy computer; refused to ordinary users */
  int fifo = open(argv[1], O_RDWR | O_NONBLOCK);
  if (fifo < 0) return perror(argv[1]), 1;
  double sample_ns = 1e9 / (48000 * (1 + atof(argv[2]) / 1e6));
  double every_ns = atof(argv[3]) * 1e6, phase_ns = atof(argv[4]) * 1e6;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  /* Relative to whole periods, so that a double keeps nanoseconds for as long as this runs. */
  int64_t begun_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
  int64_t zero_ns = begun_ns - begun_ns % (int64_t)every_ns;
  double first_ns = (double)(begun_ns - zero_ns);
  uint32_t noise = 1;
  long lost = 0;
  for (uint64_t given = 0;; given += BLOCK) {
    int16_t block[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      double in_period_ns = fmod(first_ns + (double)(given + i) * sample_ns - phase_ns + every_ns, every_ns);
      noise = noise * 1664525u + 1013904223u;
      double value = ((double)(noise >> 8) / (1 << 24) - 0.5) * 0.004;
      if (in_period_ns < chirp_s * 1e9) value += chirp(in_period_ns / 1e9);
      block[i] = (int16_t)lrint(value * 32767);
    }
    int64_t due_ns = zero_ns + (int64_t)(first_ns + (double)(given + BLOCK) * sample_ns);
    struct timespec due = { due_ns / 1000000000, due_ns % 1000000000 };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
    int waiting = 0;
    if (ioctl(fifo, FIONREAD, &waiting) == 0 && waiting > MOST_WAITING_BYTES) {
      char bin[65536];
      if (read(fifo, bin, sizeof bin) > 0) lost++;
    }
    if (write(fifo, block, sizeof block) != sizeof block) lost++;
    if (lost && given % (48000 * 10) == 0) fprintf(stderr, "threw away %ld times\n", lost);
  }
}
