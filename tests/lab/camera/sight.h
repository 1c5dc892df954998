/* What is wrong between a laboratory camera's view and its picture, in numbers that may change while it runs. */
#ifndef LAB_SIGHT_H
#define LAB_SIGHT_H
#include <stddef.h>
#include <stdint.h>

/* In the order of light: the lens, the exposure, the sensor, the wire. All zero: a clear picture of the whole view. */
struct sight {
  double blur;  /* standard deviation of what the lens smears, pixels */
  double stops; /* light, in stops more or less than right; codes follow light by a power of 1 / 2.2 */
  double noise; /* standard deviation of the sensor's noise, steps of luma */
  double blue, red; /* a cast over the whole picture, steps of chroma */
  double nobody; /* not 0: nobody sits in the view */
  double head;   /* height of the head as a share of the picture's; 0: two fifths */
  double aside;  /* how far the person sits from the middle, as a share of the width, to the right */
  double shade;  /* light on the person, stops, as of somebody before a window */
  double fps;    /* gives so many frames a second; 0: as many as it promises */
  double delay;  /* its picture is of so many ms ago */
  double monitor; /* luma of a monitor in the view; 0: none is there */
};

/* Reads "NAME NUMBER"; 0 when there is no such name. */
int sight_set(struct sight *sight, const char *line);

/* Does to a whole I420 frame what the sight says, and to nothing where it says nothing. `step` chooses the noise. */
void sight_spoil(const struct sight *sight, uint8_t *frame, int width, int height, uint32_t step);

/* One luma code under so many stops more light. */
uint8_t sight_code(int code, double stops);

#endif
