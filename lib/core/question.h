/* question.h: the @async @generator: a task of the loop that gives values, one a question.
 *
 * The generator is a child of who made it, and stands still but while it is asked. A question
 * (NAME_next, NAME_send, NAME_close) is a task of its own, a child of who asks: it ends when the
 * generator yields or ends. What is asked of the question (a cancel, a deadline) is asked of the
 * generator, which ends then. */
#ifndef UNSYNC_CORE_QUESTION_H
#define UNSYNC_CORE_QUESTION_H

#include <unsync_gen.h>

/* The generator, with UNSYNC__ANSWERS, is about to resolve: tells who asked. */
void unsync__generator_resolves(struct unsync__task *generator);
/* The `cancel` of lanes of such generators: one that stands is run, one that waits passes it on. */
void unsync__generator_cancel(struct unsync__task *generator);

#endif
