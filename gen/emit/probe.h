/*
 * Probe: makes the compiler say where the members of a frame are, without running anything. Its
 * assembly holds a line `->unsync FUNCTION MEMBER OFFSET SIZE` for each, `.` being the whole;
 * gen/emit/frames.c reads them.
 */
#ifndef GEN_EMIT_PROBE_H
#define GEN_EMIT_PROBE_H

#include "writer.h"

/*
 * Behind the struct of the frame; of a layer: in the resume function, where statements may stand.
 */
void emit_probe(struct writer *writer, const struct function *function, uint8_t layer);

#endif
