/*
 * Lists of numbers that rise: places of a file, in order.
 */
#ifndef GEN_BASE_RISING_H
#define GEN_BASE_RISING_H

#include <stdint.h>

/* The index of the first entry >= `value`; `count` if there is none. */
uint32_t rising_first(const uint32_t *list, uint32_t count, uint32_t value);

#endif
