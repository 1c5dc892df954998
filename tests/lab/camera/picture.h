/* What a laboratory camera sees: a slowly panning textured room, a moving head, its name, and the burned-in counter. */
#ifndef LAB_PICTURE_H
#define LAB_PICTURE_H
#include "sight.h"
#include <stddef.h>
#include <stdint.h>

/* The counter: two rows of 14 cells from the upper left corner. In reading order: white, black, 24 bits (highest
   first), even parity of the bits, its inverse. A cell is never smaller than 24 pixels, so that it survives H.264.
   tests/lab/read-counter.ts reads the same layout. */
enum { CELLS_PER_ROW = 14, COUNTER_BITS = 24, SMALLEST_CELL = 24 };

/* So many different noise pictures there are. */
enum { NOISES = 4096 };

struct picture {
  int width, height;
  const char *name;
  uint8_t *luma_backdrop;   /* (width + pan) * height */
  uint8_t *chroma_backdrop; /* U then V, each half as wide and high */
  uint8_t *noise;           /* width * height + NOISES */
};

size_t picture_bytes(const struct picture *picture);
void picture_prepare(struct picture *picture, int width, int height, const char *name);

/* How the camera sees: as it is; a hall with nearly no light; a cap on the lens; nothing moves but the sensor's noise. */
enum look { LOOK_CLEAR, LOOK_DARK, LOOK_BLACK, LOOK_STILL };

/* Changes a whole frame to that look; `step` chooses the noise. */
void picture_dim(const struct picture *picture, uint8_t *frame, enum look look, uint32_t step);

/* Writes one whole I420 frame. `counter` is burned in; `step` moves the picture; of `sight`, where and how large the person is. */
void picture_draw(const struct picture *picture, const struct sight *sight, uint8_t *frame, uint32_t counter, uint32_t step);

/* A lamp over the picture, an eighth of the width and height, from 3/4 of the width and 3/8 of the height: white or black.
   tests/measure/sync/read-flashes.ts looks at the same place. */
void picture_lamp(const struct picture *picture, uint8_t *frame, int shines);

#endif
