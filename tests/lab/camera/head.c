#include "head.h"
#include <math.h>

/* 1 inside an ellipse, 0 outside, and soft between: `edge` is how far in shares of its size. */
static float spot(float x, float y, float middle_x, float middle_y, float wide, float high, float edge) {
  float dx = (x - middle_x) / wide, dy = (y - middle_y) / high;
  float inside = (1 - sqrtf(dx * dx + dy * dy)) / edge + 0.5f;
  return inside < 0 ? 0 : inside > 1 ? 1 : inside;
}

static void lay(struct skin *on, float how_much, float luma, float blue, float red) {
  on->luma += (luma - on->luma) * how_much;
  on->blue += (blue - on->blue) * how_much;
  on->red += (red - on->red) * how_much;
  on->cover = on->cover + how_much - on->cover * how_much;
}

struct skin head_at(float x, float y) {
  struct skin seen = { 0, 128, 128, 0 };
  /* A dark gown with a white collar, the neck in the head's shade. */
  lay(&seen, spot(x, y, 0, 2.35f, 1.75f, 1.35f, 0.05f), 42, 130, 126);
  lay(&seen, spot(x, y, 0, 1.12f, 0.42f, 0.32f, 0.1f), 190, 128, 128);
  lay(&seen, spot(x, y, 0, 0.95f, 0.3f, 0.4f, 0.1f), 98, 114, 150);
  /* Hair behind the face, ears at its sides. */
  lay(&seen, spot(x, y, 0, -0.22f, 0.78f, 0.84f, 0.05f), 38, 126, 131);
  lay(&seen, spot(x, y, -0.7f, 0.08f, 0.1f, 0.2f, 0.3f), 128, 112, 152);
  lay(&seen, spot(x, y, 0.7f, 0.08f, 0.1f, 0.2f, 0.3f), 112, 112, 152);
  /* The face: lit from the upper left, rounder towards its edge. */
  float across = x / 0.68f, down = (y - 0.08f) / 0.92f;
  float round = 1 - 0.42f * (across * across + down * down) - 0.1f * across - 0.08f * down;
  lay(&seen, spot(x, y, 0, 0.08f, 0.68f, 0.9f, 0.05f), 60 + 118 * round, 111, 153);
  /* A fringe of hair over the forehead. */
  lay(&seen, spot(x, y, 0, -0.86f, 0.62f, 0.36f, 0.2f), 40, 126, 131);
  /* Cheeks and chin stand out, the eyes lie deep. */
  lay(&seen, 0.25f * spot(x, y, -0.36f, 0.3f, 0.2f, 0.2f, 1), 175, 108, 160);
  lay(&seen, 0.25f * spot(x, y, 0.36f, 0.3f, 0.2f, 0.2f, 1), 160, 108, 160);
  lay(&seen, 0.25f * spot(x, y, 0, 0.82f, 0.2f, 0.12f, 1), 172, 110, 154);
  for (int side = -1; side <= 1; side += 2) {
    float eye = 0.28f * side;
    lay(&seen, 0.55f * spot(x, y, eye, -0.1f, 0.22f, 0.15f, 0.8f), 78, 114, 148);
    lay(&seen, spot(x, y, eye, -0.08f, 0.135f, 0.062f, 0.25f), 196, 128, 128);
    lay(&seen, spot(x, y, eye, -0.08f, 0.066f, 0.068f, 0.25f), 34, 124, 132);
    lay(&seen, spot(x, y, eye - 0.02f, -0.1f, 0.018f, 0.018f, 0.6f), 220, 128, 128);
    lay(&seen, 0.9f * spot(x, y, eye, -0.15f, 0.15f, 0.028f, 0.5f), 40, 122, 136);
    lay(&seen, 0.9f * spot(x, y, eye + 0.01f * side, -0.27f + 0.05f * (x - eye) * side, 0.19f, 0.042f, 0.5f), 44, 124, 134);
  }
  /* The nose: a light ridge, a shaded side, nostrils. */
  lay(&seen, 0.35f * spot(x, y, -0.03f, 0.08f, 0.06f, 0.3f, 0.9f), 200, 112, 150);
  lay(&seen, 0.4f * spot(x, y, 0.1f, 0.16f, 0.06f, 0.22f, 0.9f), 92, 112, 152);
  lay(&seen, 0.35f * spot(x, y, 0, 0.36f, 0.15f, 0.06f, 0.8f), 88, 112, 154);
  lay(&seen, 0.85f * spot(x, y, -0.07f, 0.35f, 0.038f, 0.024f, 0.6f), 46, 118, 142);
  lay(&seen, 0.85f * spot(x, y, 0.07f, 0.35f, 0.038f, 0.024f, 0.6f), 46, 118, 142);
  /* The mouth, and the shade under the lip. */
  lay(&seen, 0.8f * spot(x, y, 0, 0.56f, 0.23f, 0.075f, 0.35f), 100, 114, 168);
  lay(&seen, 0.9f * spot(x, y, 0, 0.555f, 0.21f, 0.016f, 0.6f), 42, 120, 146);
  lay(&seen, 0.35f * spot(x, y, 0, 0.68f, 0.15f, 0.04f, 0.8f), 84, 112, 152);
  return seen;
}
