/*
 * Serial: every function loses its lane, for --serial: a start is a call that runs the body to its
 * end. A generator has none: its body is resumed, here as elsewhere.
 *
 * What is left is the shape of a function that blocks, so the mark becomes @thread; the
 * header unsync_serial.h then runs the body where it is started. Needs check, which looks at the
 * marks that the user wrote; all other passes come after it and find nothing to take apart.
 */
#ifndef GEN_PASS_SERIAL_H
#define GEN_PASS_SERIAL_H

#include "../tree/ir.h"

void serial_items(struct ir *ir);

#endif
