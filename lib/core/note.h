/* note.h: what only few tasks have: a deadline, locals, a name.
 *
 * The head of a task has no room for these, so they lie in objects beside it. A note is found by
 * its task and its kind, in a hash table that only notes pay for; the flag NOTED tells that it is
 * worth looking. Whoever makes a note embeds it in a struct of their own and owns that memory; at
 * the latest when the task resolves, the note is taken off and its kind told. Loop thread
 * throughout. */
#ifndef UNSYNC_CORE_NOTE_H
#define UNSYNC_CORE_NOTE_H

#include <unsync_gen.h>

struct unsync__note {
    struct unsync__note *next; /* of the same bucket */
    struct unsync__task *task;
    const struct unsync__note_kind *kind;
};

struct unsync__note_kind {
    const char *name;
    /* The task resolves: the note is in no table any more, its memory is the maker's again. */
    void (*close)(struct unsync__note *note);
};

/* Attaches it; a task has at most one note of a kind. Never fails. */
void unsync__note_add(struct unsync__note *note, struct unsync__task *task,
                      const struct unsync__note_kind *kind);
/* Takes it off, without a close. */
void unsync__note_remove(struct unsync__note *note);
/* NULL: the task has none of this kind. */
struct unsync__note *unsync__note_find(const struct unsync__task *task,
                                       const struct unsync__note_kind *kind);
/* Takes all notes off the task and closes them. */
void unsync__notes_close(struct unsync__task *task);

#endif
