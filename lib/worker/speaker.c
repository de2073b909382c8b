/* speaker.c: see speaker.h. Nothing is said unless the program asked for prefixes. */
#include "speaker.h"

#include <stdio.h>
#include <unistd.h>

#include "../base/environment.h"
#include "../base/write.h"

void unsync__speaker_is(const char *name)
{
    static int asked = -1;
    char mark[UNSYNC__SPEAKER_BYTES + 2] = "";
    if (asked < 0) asked = unsync__environment_number("UNSYNC_PREFIX", 0, 1, 0) == 1;
    if (!asked) return;
    int len = snprintf(mark + 1, sizeof mark - 1, "%.*s\n", UNSYNC__SPEAKER_BYTES - 1,
                       name != NULL ? name : "");
    fflush(stdout);
    fflush(stderr);
    for (int to = STDOUT_FILENO; to <= STDERR_FILENO; to++)
        unsync__write_all(to, mark, (size_t) len + 1);
}
