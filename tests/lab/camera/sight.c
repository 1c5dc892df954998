#include "sight.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLACK = 16, WHITE = 235, NOISES = 1 << 20, BOXES = 3 };
static const double GAMMA = 2.2;

int sight_set(struct sight *sight, const char *line) {
  static const struct { const char *name; size_t at; } fields[] = {
    { "blur", offsetof(struct sight, blur) },     { "stops", offsetof(struct sight, stops) },
    { "noise", offsetof(struct sight, noise) },   { "blue", offsetof(struct sight, blue) },
    { "red", offsetof(struct sight, red) },       { "nobody", offsetof(struct sight, nobody) },
    { "head", offsetof(struct sight, head) },     { "aside", offsetof(struct sight, aside) },
    { "shade", offsetof(struct sight, shade) },   { "fps", offsetof(struct sight, fps) },
    { "delay", offsetof(struct sight, delay) },   { "monitor", offsetof(struct sight, monitor) },
  };
  char name[16];
  double value;
  if (sscanf(line, "%15s %lf", name, &value) != 2) return 0;
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (!strcmp(fields[i].name, name)) return *(double *)((char *)sight + fields[i].at) = value, 1;
  return 0;
}

static uint8_t clamp(double code) {
  return (uint8_t)(code < BLACK ? BLACK : code > WHITE ? WHITE : code + 0.5);
}

uint8_t sight_code(int code, double stops) {
  return clamp(BLACK + (code - BLACK) * pow(2, stops / GAMMA));
}

/* One run of a box along a line; the edge goes on beyond the picture. */
static void box_across(const uint8_t *from, uint8_t *to, int count, int radius) {
  uint32_t sum = from[0] * (uint32_t)radius, share = (1u << 20) / (2 * radius + 1);
  for (int i = 0; i <= radius; i++) sum += from[i < count ? i : count - 1];
  for (int i = 0; i < count; i++) {
    to[i] = (uint8_t)((sum * share + (1u << 19)) >> 20);
    int in = i + radius + 1, out = i - radius;
    sum += from[in < count ? in : count - 1] - from[out > 0 ? out : 0];
  }
}

/* The same down all columns at once, line by line. */
static void box_down(const uint8_t *from, uint8_t *to, int width, int height, int radius) {
  static uint32_t sums[8192];
  uint32_t share = (1u << 20) / (2 * radius + 1);
  for (int x = 0; x < width; x++) sums[x] = from[x] * (uint32_t)radius;
  for (int y = 0; y <= radius; y++)
    for (int x = 0; x < width; x++) sums[x] += from[(size_t)(y < height ? y : height - 1) * width + x];
  for (int y = 0; y < height; y++) {
    int in = y + radius + 1, out = y - radius;
    const uint8_t *coming = from + (size_t)(in < height ? in : height - 1) * width;
    const uint8_t *going = from + (size_t)(out > 0 ? out : 0) * width;
    uint8_t *line = to + (size_t)y * width;
    for (int x = 0; x < width; x++) {
      line[x] = (uint8_t)((sums[x] * share + (1u << 19)) >> 20);
      sums[x] += (uint32_t)coming[x] - going[x];
    }
  }
}

/* Three boxes are a bell within three hundredths; their radii are such that the deviation is right on the whole. */
static void blur_plane(uint8_t *plane, int width, int height, double deviation) {
  static uint8_t *other;
  static size_t room;
  size_t size = (size_t)width * height;
  if (size > room) other = realloc(other, room = size);
  double left = 12 * deviation * deviation;
  for (int at = 0; at < BOXES; at++) {
    int radius = (int)((sqrt(left / (BOXES - at) + 1) - 1) / 2 + 0.5);
    left -= (2 * radius + 1) * (2 * radius + 1) - 1;
    if (left < 0) left = 0;
    if (radius < 1) continue;
    for (int y = 0; y < height; y++) box_across(plane + (size_t)y * width, other + (size_t)y * width, width, radius);
    box_down(other, plane, width, height, radius);
  }
}

/* A bell of deviation 1, in 32nds, drawn once. */
static const int8_t *bell(void) {
  static int8_t *values;
  if (values) return values;
  values = malloc(2 * NOISES);
  uint32_t state = 12345;
  for (int i = 0; i < 2 * NOISES; i++) {
    int sum = 0;
    for (int j = 0; j < 12; j++) {
      state = state * 1664525u + 1013904223u;
      sum += (int)(state >> 16 & 0xffff);
    }
    int value = (sum - 6 * 0xffff) * 32 / 0xffff;
    values[i] = (int8_t)(value < -127 ? -127 : value > 127 ? 127 : value);
  }
  return values;
}

static void add_noise(uint8_t *luma, size_t pixels, double deviation, uint32_t step) {
  const int8_t *values = bell();
  int scale = (int)(deviation * 8 + 0.5);
  for (size_t from = 0; from < pixels; from += NOISES) {
    uint32_t drawn = (step * 2654435761u) ^ (uint32_t)(from * 40503u);
    drawn = (drawn ^ (drawn >> 15)) * 2246822519u;
    const int8_t *own = values + (drawn >> 8) % NOISES;
    for (size_t i = from; i < pixels && i < from + NOISES; i++) {
      int code = luma[i] + ((own[i - from] * scale + 128) >> 8);
      luma[i] = (uint8_t)(code < 0 ? 0 : code > 255 ? 255 : code);
    }
  }
}

void sight_spoil(const struct sight *sight, uint8_t *frame, int width, int height, uint32_t step) {
  size_t pixels = (size_t)width * height;
  uint8_t *u = frame + pixels, *v = u + pixels / 4;
  if (sight->blur > 0) {
    blur_plane(frame, width, height, sight->blur);
    blur_plane(u, width / 2, height / 2, sight->blur / 2);
    blur_plane(v, width / 2, height / 2, sight->blur / 2);
  }
  if (sight->stops != 0) {
    uint8_t codes[256];
    for (int i = 0; i < 256; i++) codes[i] = sight_code(i, sight->stops);
    for (size_t i = 0; i < pixels; i++) frame[i] = codes[frame[i]];
    /* Colour grows and fades with the light, and is gone where everything is white. */
    double gain = pow(2, sight->stops / GAMMA);
    if (gain > 1) gain = 1 / gain;
    for (size_t i = 0; i < pixels / 2; i++) u[i] = (uint8_t)(128 + (u[i] - 128) * gain);
  }
  if (sight->noise > 0) add_noise(frame, pixels, sight->noise, step);
  if (sight->blue != 0 || sight->red != 0)
    for (size_t i = 0; i < pixels / 4; i++) u[i] = clamp(u[i] + sight->blue), v[i] = clamp(v[i] + sight->red);
}
