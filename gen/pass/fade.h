/*
 * Fade: parameters that are not needed after the first awaits leave their storage to what comes
 * later. Sets slot->live; needs all slots, so it comes after split.
 */
#ifndef GEN_PASS_FADE_H
#define GEN_PASS_FADE_H

#include "../tree/ir.h"

void fade_items(struct ir *ir);

#endif
