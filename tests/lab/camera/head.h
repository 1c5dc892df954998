/* An invented person as far as a camera needs: head, face and shoulders, drawn from nothing. */
#ifndef LAB_HEAD_H
#define LAB_HEAD_H
#include <stdint.h>

/* What is to be seen at a place; x and y count from the middle of the face in half heights of the head, y downwards.
   `cover` is 0 where the person is not, 1 where nothing else is seen. */
struct skin { float luma, blue, red, cover; };
struct skin head_at(float x, float y);

#endif
