/* post.c: see post.h. Messages come by the socket in the order in which they were sent, descriptors
 * and blocks before the call that needs them is put into the ring: what is missing is on its
 * way. */
#define _GNU_SOURCE
#include "post.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../loop/readable.h"
#include "../wire/store.h"
#include "given.h"
#include "takeover.h"
#include "worker.h"

#define GIVEN_BYTES ((size_t) 64 << 20) /* in blocks: with more, the next result waits */

static struct unsync__channel *channel;
static struct unsync__inbox *inbox;
static bool has_answer; /* to the request for a block */
static bool has_block;  /* one of calls has come */

struct unsync__store unsync__post_store;

static struct unsync__given given = {.store = &unsync__post_store};

/* Descriptors that no call has taken yet, the oldest first. */
struct handed {
    struct handed *next;
    uint32_t ticket;
    int fd;
};
static struct handed *handed_first, **handed_last = &handed_first;

/* --- The socket ------------------------------------------------------------------------------- */

static void keep_handed(int fd)
{
    size_t len;
    const char *text = unsync__inbox_text(inbox, &len);
    struct handed *one = unsync__alloc(sizeof *one);
    if (len != sizeof one->ticket) unsync__worker_end_for(-EPROTO);
    if (one == NULL) unsync__worker_end_for(-ENOMEM);
    *one = (struct handed){.fd = fd};
    memcpy(&one->ticket, text, sizeof one->ticket);
    *handed_last = one;
    handed_last = &one->next;
}

static void receive_block(int fd, bool is_answer)
{
    int error = unsync__store_receive(&unsync__post_store, fd, is_answer);
    if (error != 0) unsync__worker_end_for(error);
    close(fd);
    if (!is_answer) has_block = true;
}

/* The message that the inbox begins with. */
static void take_message(void)
{
    enum unsync__wire_type type = unsync__inbox_type(inbox);
    int fd = inbox->fd > 0 ? inbox->fd : -1;
    inbox->fd = 0;
    if (type == UNSYNC__HANDED && fd >= 0)
        keep_handed(fd);
    else if ((type == UNSYNC__BLOCK || type == UNSYNC__ANSWER) && fd >= 0)
        receive_block(fd, type == UNSYNC__ANSWER);
    else if (type != UNSYNC__WAKE && type != UNSYNC__ANSWER)
        unsync__worker_end_for(-EPROTO);
    if (type == UNSYNC__ANSWER) has_answer = true; /* without a block: there is no memory */
    unsync__inbox_drop(inbox);
}

/* All that is there. */
static void receive(void)
{
    int code;
    while ((code = unsync__wire_receive(unsync__takeover_socket, inbox)) > 0)
        if (code == 1) take_message();
    if (code < 0) unsync__worker_end_for(code);
}

/* Until something comes; the socket does not block. */
static void wait_for_message(void)
{
    struct pollfd parent = {.fd = unsync__takeover_socket, .events = POLLIN};
    while (poll(&parent, 1, -1) < 0 && errno == EINTR) {
    }
    receive();
}

/* --- Blocks ----------------------------------------------------------------------------------- */

static void receive_blocks(struct unsync__store *unused)
{
    (void) unused;
    has_block = false;
    while (!has_block) wait_for_message();
}

static int ask_for_block(struct unsync__store *store, size_t size)
{
    static const struct unsync__taken nobody;
    uint64_t need = size;
    unsigned before = store->count;
    unsync__given_end(&given);
    if (unsync__store_has(store, size)) return 0;
    has_answer = false;
    unsync__channel_say(channel, &nobody, UNSYNC__NEED, &need, sizeof need);
    while (!has_answer) wait_for_message();
    return store->count == before ? -ENOMEM : 0;
}

/* --- Results ---------------------------------------------------------------------------------- */

bool unsync__post_has_room(void)
{
    unsync__given_end(&given);
    return given.count < UNSYNC__GIVEN_MOST && unsync__post_store.leased <= GIVEN_BYTES &&
           unsync__channel_may_say(channel);
}

bool unsync__post_result(uint32_t ticket, struct unsync__packer *packer,
                         struct unsync__lease *lease)
{
    const struct unsync__taken call = {.ticket = ticket};
    const char *text = packer->bytes + UNSYNC__PACK_HEAD;
    struct unsync__spot spot;
    if (packer->len > UNSYNC__RECORD_MAX) {
        if (!unsync__store_put(&unsync__post_store, lease, text, packer->len, &spot)) return false;
        unsync__channel_add(channel, &call, UNSYNC__APART, &spot, sizeof spot);
    } else
        unsync__channel_add(channel, &call, UNSYNC__WHOLE, text, packer->len);
    unsync__given_add(&given, lease);
    return true;
}

/* --- Descriptors ------------------------------------------------------------------------------ */

static int take_first(void)
{
    struct handed *one = handed_first;
    int fd = one->fd;
    handed_first = one->next;
    if (handed_first == NULL) handed_last = &handed_first;
    unsync__free(one);
    return fd;
}

/* Tickets go round, past 0. */
void unsync__post_forget_before(uint32_t ticket)
{
    while (handed_first != NULL && (int32_t) (ticket - handed_first->ticket) > 0)
        close(take_first());
}

int unsync__post_take_fd(uint32_t ticket)
{
    for (;;) {
        unsync__post_forget_before(ticket);
        if (handed_first != NULL) break;
        wait_for_message();
    }
    if (handed_first->ticket != ticket) unsync__worker_end_for(-EPROTO);
    return take_first();
}

void unsync__post_open(struct unsync__channel *my_channel, struct unsync__inbox *my_inbox)
{
    channel = given.channel = my_channel;
    inbox = my_inbox;
    unsync__post_store.make = ask_for_block;
    unsync__post_store.receive = receive_blocks;
    if (unsync__loop_listen(unsync__takeover_socket, receive) != 0)
        unsync__worker_end_for(-ENOMEM);
}
