#include "picture.h"
#include "font.h"
#include "head.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* How far the view pans, in pixels; even, so that luma and chroma stay together. */
enum { PAN = 256, PANELS = 40 };

static uint32_t hash(uint32_t x, uint32_t y, uint32_t seed) {
  uint32_t h = x * 374761393u + y * 668265263u + seed * 2246822519u;
  h = (h ^ (h >> 13)) * 1274126177u;
  return h ^ (h >> 16);
}

/* Smooth noise, 0..255: random values on a grid of `cell` pixels, interpolated. */
static int smooth_noise(int x, int y, int cell, uint32_t seed) {
  int gx = x / cell, gy = y / cell, fx = x % cell, fy = y % cell;
  int a = hash(gx, gy, seed) & 255, b = hash(gx + 1, gy, seed) & 255;
  int c = hash(gx, gy + 1, seed) & 255, d = hash(gx + 1, gy + 1, seed) & 255;
  int top = a * (cell - fx) + b * fx, bottom = c * (cell - fx) + d * fx;
  return (top * (cell - fy) + bottom * fy) / (cell * cell);
}

size_t picture_bytes(const struct picture *picture) {
  return (size_t)picture->width * picture->height * 3 / 2;
}

void picture_prepare(struct picture *picture, int width, int height, const char *name) {
  uint32_t seed = 7;
  for (const char *c = name; *c; c++) seed = seed * 31 + (unsigned char)*c;
  picture->width = width;
  picture->height = height;
  picture->name = name;
  int wide = width + PAN;
  picture->luma_backdrop = malloc((size_t)wide * height);
  picture->chroma_backdrop = malloc((size_t)wide * height / 2);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < wide; x++) {
      int shade = smooth_noise(x, y, 160, seed) * 4 + smooth_noise(x, y, 40, seed + 1) * 2 + smooth_noise(x, y, 9, seed + 2);
      int light = 150 - 60 * y / height; /* the ceiling lamps are above */
      picture->luma_backdrop[(size_t)y * wide + x] = (uint8_t)(light - 60 + shade * 120 / (255 * 7));
    }
  /* Panels of the wall and furniture before it: a courtroom has straight edges everywhere. */
  for (uint32_t panel = 0; panel < PANELS; panel++) {
    int w = height / 10 + hash(panel, 1, seed) % (height / 4), h = height / 10 + hash(panel, 2, seed) % (height / 4);
    int left = hash(panel, 3, seed) % (uint32_t)(wide - w), top = hash(panel, 4, seed) % (uint32_t)(height - h);
    int lift = 25 + hash(panel, 5, seed) % 30;
    if (hash(panel, 6, seed) & 1) lift = -lift;
    for (int y = top; y < top + h; y++)
      for (int x = left; x < left + w; x++) {
        uint8_t *luma = picture->luma_backdrop + (size_t)y * wide + x;
        int code = *luma + lift;
        *luma = (uint8_t)(code < 24 ? 24 : code > 220 ? 220 : code);
      }
  }
  size_t noises = (size_t)width * height + NOISES;
  picture->noise = malloc(noises);
  for (size_t i = 0; i < noises; i++) picture->noise[i] = hash((uint32_t)i, 3, seed) & 1;
  size_t plane = (size_t)wide / 2 * (height / 2);
  int blue = (int)(seed % 40) - 20, red = (int)(seed / 40 % 40) - 20;
  for (int y = 0; y < height / 2; y++)
    for (int x = 0; x < wide / 2; x++) {
      int tint = smooth_noise(x, y, 120, seed + 3) / 16 - 8;
      picture->chroma_backdrop[(size_t)y * (wide / 2) + x] = (uint8_t)(128 + blue + tint);
      picture->chroma_backdrop[plane + (size_t)y * (wide / 2) + x] = (uint8_t)(128 + red - tint);
    }
}

void picture_dim(const struct picture *picture, uint8_t *frame, enum look look, uint32_t step) {
  size_t pixels = (size_t)picture->width * picture->height;
  if (look == LOOK_CLEAR) return;
  if (look == LOOK_STILL) {
    const uint8_t *noise = picture->noise + hash(step, 1, 5) % NOISES;
    for (size_t i = 0; i < pixels; i++) frame[i] += noise[i];
    return;
  }
  if (look == LOOK_BLACK) memset(frame, 16, pixels);
  else for (size_t i = 0; i < pixels; i++) frame[i] = (uint8_t)(16 + (frame[i] > 16 ? frame[i] - 16 : 0) / 16);
  memset(frame + pixels, 128, pixels / 2);
}

static void copy_view(const uint8_t *backdrop, int wide, int from, uint8_t *plane, int width, int height) {
  for (int y = 0; y < height; y++) memcpy(plane + (size_t)y * width, backdrop + (size_t)y * wide + from, width);
}

struct planes { uint8_t *luma, *u, *v; int width, height; };

/* A rectangle of one brightness without colour; all arguments even. */
static void fill(struct planes p, int x, int y, int w, int h, uint8_t luma) {
  for (int row = y; row < y + h && row < p.height; row++) memset(p.luma + (size_t)row * p.width + x, luma, w);
  for (int row = y / 2; row < (y + h) / 2 && row < p.height / 2; row++) {
    memset(p.u + (size_t)row * (p.width / 2) + x / 2, 128, w / 2);
    memset(p.v + (size_t)row * (p.width / 2) + x / 2, 128, w / 2);
  }
}

/* The person as last asked for; drawing them anew each time would cost more than all the rest. */
static struct { int radius, left, top, width, height; double shade; uint8_t *luma, *blue, *red, *cover; } sprite;

static void prepare_head(int radius, double shade) {
  if (sprite.luma && sprite.radius == radius && sprite.shade == shade) return;
  sprite.radius = radius;
  sprite.shade = shade;
  sprite.left = radius * 9 / 5;
  sprite.top = radius * 7 / 5;
  sprite.width = 2 * sprite.left + 1;
  sprite.height = radius * 4 + 1;
  size_t size = (size_t)sprite.width * sprite.height;
  sprite.luma = realloc(sprite.luma, 4 * size);
  sprite.blue = sprite.luma + size, sprite.red = sprite.blue + size, sprite.cover = sprite.red + size;
  for (int y = 0; y < sprite.height; y++)
    for (int x = 0; x < sprite.width; x++) {
      size_t at = (size_t)y * sprite.width + x;
      struct skin seen = head_at((float)(x - sprite.left) / radius, (float)(y - sprite.top) / radius);
      sprite.luma[at] = sight_code((int)seen.luma, shade);
      sprite.blue[at] = (uint8_t)seen.blue;
      sprite.red[at] = (uint8_t)seen.red;
      sprite.cover[at] = (uint8_t)(seen.cover * 255);
    }
}

static uint8_t laid(uint8_t below, uint8_t above, int cover) {
  return (uint8_t)((below * (255 - cover) + above * cover + 127) / 255);
}

static void draw_head(struct planes p, int middle_x, int middle_y, int radius, double shade) {
  prepare_head(radius, shade);
  for (int y = 0; y < sprite.height; y++)
    for (int x = 0; x < sprite.width; x++) {
      int px = middle_x - sprite.left + x, py = middle_y - sprite.top + y;
      size_t at = (size_t)y * sprite.width + x;
      if (px < 0 || py < 0 || px >= p.width || py >= p.height || !sprite.cover[at]) continue;
      uint8_t *luma = p.luma + (size_t)py * p.width + px;
      *luma = laid(*luma, sprite.luma[at], sprite.cover[at]);
      if ((px | py) & 1) continue;
      size_t colour = (size_t)(py / 2) * (p.width / 2) + px / 2;
      p.u[colour] = laid(p.u[colour], sprite.blue[at], sprite.cover[at]);
      p.v[colour] = laid(p.v[colour], sprite.red[at], sprite.cover[at]);
    }
}

static void draw_text(struct planes p, int x, int y, int scale, const char *text) {
  for (; *text && x + 6 * scale <= p.width; text++, x += 6 * scale)
    for (size_t i = 0; i < sizeof font / sizeof *font; i++) {
      if (font[i].letter != toupper((unsigned char)*text)) continue;
      for (int row = 0; row < 7; row++)
        for (int column = 0; column < 5; column++)
          if (font[i].rows[row] & (16 >> column)) fill(p, x + column * scale, y + row * scale, scale, scale, 235);
    }
}

static int cell_size(int width) {
  int cell = width / 32 & ~1;
  return cell < SMALLEST_CELL ? SMALLEST_CELL : cell;
}

static void draw_counter(struct planes p, uint32_t counter) {
  int cell = cell_size(p.width), parity = 0;
  uint8_t cells[2 * CELLS_PER_ROW] = { 1, 0 };
  for (int bit = 0; bit < COUNTER_BITS; bit++) {
    cells[2 + bit] = counter >> (COUNTER_BITS - 1 - bit) & 1;
    parity ^= cells[2 + bit];
  }
  cells[2 + COUNTER_BITS] = (uint8_t)parity;
  cells[3 + COUNTER_BITS] = (uint8_t)!parity;
  for (int i = 0; i < 2 * CELLS_PER_ROW; i++)
    fill(p, i % CELLS_PER_ROW * cell, i / CELLS_PER_ROW * cell, cell, cell, cells[i] ? 235 : 16);
}

void picture_draw(const struct picture *picture, const struct sight *sight, uint8_t *frame, uint32_t counter, uint32_t step) {
  int width = picture->width, height = picture->height, wide = width + PAN;
  struct planes p = { frame, frame + (size_t)width * height, frame + (size_t)width * height * 5 / 4, width, height };
  int swing = (int)(step % (2 * PAN)), pan = (swing < PAN ? swing : 2 * PAN - swing) & ~1;
  copy_view(picture->luma_backdrop, wide, pan, p.luma, width, height);
  copy_view(picture->chroma_backdrop, wide / 2, pan / 2, p.u, width / 2, height / 2);
  copy_view(picture->chroma_backdrop + (size_t)wide / 2 * (height / 2), wide / 2, pan / 2, p.v, width / 2, height / 2);

  int nod = (int)(step % 100);
  int radius = (int)(height * (sight->head > 0 ? sight->head : 0.4) / 2), aside = (int)(sight->aside * width);
  if (sight->nobody == 0)
    draw_head(p, width / 2 + pan / 4 + aside, height * 6 / 10 + (nod < 50 ? nod : 100 - nod) / 2, radius, sight->shade);
  if (sight->monitor > 0)
    fill(p, width / 16 & ~1, height * 5 / 16 & ~1, width / 5 & ~1, height / 4 & ~1, (uint8_t)sight->monitor);
  draw_counter(p, counter);

  int scale = (width / 320 & ~1) < 2 ? 2 : width / 320 & ~1;
  int below = 2 * cell_size(width) + 4 * scale;
  char digits[9];
  for (int i = 7; i >= 0; i--, counter /= 10) digits[i] = (char)('0' + counter % 10);
  digits[8] = 0;
  fill(p, 0, below - 2 * scale, 50 * scale < width ? 50 * scale : width, 11 * scale, 16);
  draw_text(p, scale, below, scale, digits);
  fill(p, 0, height - 12 * scale, width, 12 * scale, 40);
  draw_text(p, 2 * scale, height - 10 * scale, scale, picture->name);
}

void picture_lamp(const struct picture *picture, uint8_t *frame, int shines) {
  int width = picture->width, height = picture->height;
  struct planes p = { frame, frame + (size_t)width * height, frame + (size_t)width * height * 5 / 4, width, height };
  fill(p, width * 3 / 4 & ~1, height * 3 / 8 & ~1, width / 8 & ~1, height / 8 & ~1, shines ? 235 : 16);
}
