/* frames WIDTH HEIGHT COUNT : the pictures of a laboratory camera as raw I420 on stdout, counters 1…COUNT, no PipeWire. */
#include "picture.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "frames WIDTH HEIGHT COUNT\n"), 2;
  struct picture picture;
  picture_prepare(&picture, atoi(argv[1]), atoi(argv[2]), "frames");
  size_t size = picture_bytes(&picture);
  uint8_t *frame = malloc(size);
  for (uint32_t counter = 1; counter <= (uint32_t)atoi(argv[3]); counter++) {
    picture_draw(&picture, frame, counter, counter);
    if (fwrite(frame, 1, size, stdout) != size) return 1;
  }
  return 0;
}
