/* wire.c: see wire.h. The inbox may hold the beginning of the next message behind the first one,
 * unless it takes descriptors. */
#define _GNU_SOURCE
#include "wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "pack.h"

enum { HEAD = sizeof(struct unsync__wire_head), MAGIC = 0x75536301 };
enum { ROOM_FIRST = 4096, ROOM_KEPT = 1 << 20, BYTES_A_CALL = 8 << 20 };
_Static_assert(HEAD == (int) UNSYNC__PACK_HEAD, "a packed text has room for the head");

/* --- Out -------------------------------------------------------------------------------------- */

void unsync__wire_seal(void *bytes, enum unsync__wire_type type, size_t len)
{
    struct unsync__wire_head head = {.magic = MAGIC, .type = type, .len = len};
    memcpy(bytes, &head, sizeof head);
}

int unsync__wire_send(int socket, const void *bytes, size_t len, size_t *sent)
{
    while (*sent < len) {
        ssize_t now = send(socket, (const char *) bytes + *sent, len - *sent, MSG_NOSIGNAL);
        if (now >= 0)
            *sent += (size_t) now;
        else if (errno == EAGAIN)
            return 0;
        else if (errno != EINTR)
            return -errno;
    }
    return 1;
}

void unsync__wire_send_empty(int socket, enum unsync__wire_type type)
{
    struct unsync__wire_head head = {.magic = MAGIC, .type = type, .len = 0};
    int before = errno;
    while (send(socket, &head, sizeof head, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno == EINTR) {
    }
    errno = before;
}

static int send_fd(int socket, enum unsync__wire_type type, int fd, void *text, size_t len)
{
    struct unsync__wire_head head = {.magic = MAGIC, .type = type, .len = len};
    struct iovec pieces[] = {{&head, sizeof head}, {text, len}};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {0};
    struct msghdr message = {
        .msg_iov = pieces,
        .msg_iovlen = 2,
        .msg_control = control,
        .msg_controllen = sizeof control};
    struct cmsghdr *part = CMSG_FIRSTHDR(&message);
    *part = (struct cmsghdr){CMSG_LEN(sizeof fd), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(part), &fd, sizeof fd);
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    if (sent == (ssize_t) (sizeof head + len)) return 0;
    return sent < 0 ? -errno : -EAGAIN;
}

int unsync__wire_send_fd(int socket, enum unsync__wire_type type, int fd)
{
    return send_fd(socket, type, fd, NULL, 0);
}

int unsync__wire_hand(int socket, uint32_t ticket, int fd)
{
    return send_fd(socket, UNSYNC__HANDED, fd, &ticket, sizeof ticket);
}

/* --- In --------------------------------------------------------------------------------------- */

static struct unsync__wire_head head_of(const struct unsync__inbox *inbox)
{
    struct unsync__wire_head head;
    memcpy(&head, inbox->bytes, sizeof head);
    return head;
}

/* How many bytes the first message takes; what is known of it so far. -EPROTO: it is none. */
static int needs(const struct unsync__inbox *inbox, size_t *need)
{
    *need = HEAD;
    if (inbox->have < HEAD) return 0;
    struct unsync__wire_head head = head_of(inbox);
    if (head.magic != MAGIC || head.len > UNSYNC__TEXT_MAX) return -EPROTO;
    *need = HEAD + (size_t) head.len;
    return 0;
}

static int make_room(struct unsync__inbox *inbox, size_t need)
{
    if (inbox->room > inbox->have) return 0;
    size_t room = inbox->room == 0 ? ROOM_FIRST : inbox->room * 4;
    if (room > need && need >= ROOM_FIRST) room = need;
    char *bytes = unsync__realloc(inbox->bytes, room);
    if (bytes == NULL) return -ENOMEM;
    inbox->bytes = bytes;
    inbox->room = room;
    return 0;
}

/* A descriptor comes with the first byte of its message. Behind a message without one the kernel
 * gives it together with the bytes of that: so nothing is read beyond the first message. */
static void take_fd(struct unsync__inbox *inbox, struct msghdr *message)
{
    struct cmsghdr *part = CMSG_FIRSTHDR(message);
    if (part == NULL || part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) return;
    if (inbox->fd > 0) close(inbox->fd);
    memcpy(&inbox->fd, CMSG_DATA(part), sizeof inbox->fd);
}

static ssize_t receive(int socket, struct unsync__inbox *inbox, size_t most)
{
    char *at = inbox->bytes + inbox->have;
    if (!inbox->takes_fd) return recv(socket, at, most, 0);
    struct iovec piece = {at, most};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof inbox->fd)];
    struct msghdr message = {
        .msg_iov = &piece,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control};
    ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got >= 0) take_fd(inbox, &message);
    return got;
}

int unsync__wire_receive(int socket, struct unsync__inbox *inbox)
{
    for (size_t budget = BYTES_A_CALL;;) {
        size_t need;
        int error = needs(inbox, &need);
        if (error != 0) return error;
        if (inbox->have >= need) return 1;
        error = make_room(inbox, need);
        if (error != 0) return error;
        if (budget == 0) return 2;
        size_t most = inbox->room - inbox->have;
        if (inbox->takes_fd && most > need - inbox->have) most = need - inbox->have;
        ssize_t got = receive(socket, inbox, most < budget ? most : budget);
        if (got == 0) return -EPIPE;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno == EAGAIN ? 0 : -errno;
        inbox->have += (size_t) got;
        budget -= (size_t) got;
    }
}

uint32_t unsync__inbox_type(const struct unsync__inbox *inbox)
{
    return head_of(inbox).type;
}

const char *unsync__inbox_text(const struct unsync__inbox *inbox, size_t *len)
{
    *len = (size_t) head_of(inbox).len;
    return inbox->bytes + HEAD;
}

void unsync__inbox_drop(struct unsync__inbox *inbox)
{
    size_t len = HEAD + (size_t) head_of(inbox).len;
    inbox->have -= len;
    if (inbox->have > 0)
        memmove(inbox->bytes, inbox->bytes + len, inbox->have);
    else if (inbox->room > ROOM_KEPT)
        unsync__inbox_free(inbox);
}

void unsync__inbox_free(struct unsync__inbox *inbox)
{
    unsync__free(inbox->bytes);
    inbox->bytes = NULL;
    inbox->have = inbox->room = 0;
}
