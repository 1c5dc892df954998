/*
 * frames WIDTH HEIGHT COUNT [NAME NUMBER]… : the pictures of a laboratory camera as raw I420 on stdout, counters 1…COUNT, no
 * PipeWire. NAME NUMBER: how well it sees (sight.h); `frozen N`: from picture N on the same one is given again;
 * `still N`: nothing moves but the sensor's noise.
 */
#include "picture.h"
#include "sight.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "frames WIDTH HEIGHT COUNT [NAME NUMBER]\n"), 2;
  struct picture picture;
  struct sight sight = { 0 };
  uint32_t frozen = UINT32_MAX, still = 0;
  for (int at = 4; at + 1 < argc; at += 2) {
    char line[64];
    snprintf(line, sizeof line, "%s %s", argv[at], argv[at + 1]);
    if (!strcmp(argv[at], "frozen")) frozen = (uint32_t)atoi(argv[at + 1]);
    else if (!strcmp(argv[at], "still")) still = (uint32_t)atoi(argv[at + 1]);
    else if (!sight_set(&sight, line)) return fprintf(stderr, "not understood: %s\n", line), 2;
  }
  picture_prepare(&picture, atoi(argv[1]), atoi(argv[2]), "frames");
  size_t size = picture_bytes(&picture);
  uint8_t *frame = malloc(size);
  for (uint32_t counter = 1; counter <= (uint32_t)atoi(argv[3]); counter++) {
    uint32_t shown = still ? still : counter;
    if (counter <= frozen) {
      picture_draw(&picture, &sight, frame, shown, shown);
      sight_spoil(&sight, frame, picture.width, picture.height, counter);
    }
    if (fwrite(frame, 1, size, stdout) != size) return 1;
  }
  return 0;
}
