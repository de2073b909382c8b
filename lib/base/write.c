/* write.c: see write.h. */
#include "write.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

void unsync__write_all(int to, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t now = write(to, bytes, len);
        if (now < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = to, .events = POLLOUT};
            poll(&room, 1, -1);
        } else if (now < 0 && errno != EINTR)
            return;
        else if (now > 0) {
            bytes += now;
            len -= (size_t) now;
        }
    }
}
