/* Messages over a stream socket: in pieces, in bulk, broken off, and such that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../lib/base/alloc.h"
#include "../../lib/wire/wire.h"

enum { HEAD = 16 };
static int ends[2]; /* one that writes, one that reads and does not block */
static struct unsync__inbox inbox;

static int setup(void **state)
{
    (void) state;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0) return -1;
    return 0;
}

static int teardown(void **state)
{
    (void) state;
    close(ends[0]);
    close(ends[1]);
    unsync__inbox_free(&inbox);
    return unsync__alloc_live() == 0 ? 0 : -1;
}

/* A message of `len` bytes of text; the caller's. */
static char *message(size_t len)
{
    char *bytes = malloc(HEAD + len);
    unsync__wire_seal(bytes, UNSYNC__SETUP, len);
    for (size_t i = 0; i < len; i++) bytes[HEAD + i] = (char) (i * 7);
    return bytes;
}

static void assert_received(const char *bytes, size_t len)
{
    size_t got;
    assert_int_equal(unsync__inbox_type(&inbox), UNSYNC__SETUP);
    const char *text = unsync__inbox_text(&inbox, &got);
    assert_int_equal(got, len);
    assert_memory_equal(text, bytes + HEAD, len);
    unsync__inbox_drop(&inbox);
}

static void a_message_may_come_byte_by_byte(void **state)
{
    (void) state;
    char *bytes = message(100);
    for (size_t i = 0; i < HEAD + 100; i++) {
        assert_int_equal(unsync__wire_receive(ends[1], &inbox), 0);
        assert_int_equal(write(ends[0], bytes + i, 1), 1);
    }
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 1);
    assert_received(bytes, 100);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 0);
    free(bytes);
}

static void messages_that_come_together_are_told_apart(void **state)
{
    (void) state;
    for (size_t len = 0; len < 50; len++) {
        char *bytes = message(len);
        size_t sent = 0;
        assert_int_equal(unsync__wire_send(ends[0], bytes, HEAD + len, &sent), 1);
        free(bytes);
    }
    for (size_t len = 0; len < 50; len++) {
        char *bytes = message(len);
        assert_int_equal(unsync__wire_receive(ends[1], &inbox), 1);
        assert_received(bytes, len);
        free(bytes);
    }
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 0);
}

static void a_large_message_goes_through_a_small_socket(void **state)
{
    (void) state;
    size_t len = 30 << 20, sent = 0;
    char *bytes = message(len);
    int written = 0, read = 0, turns = 0;
    while (read != 1) {
        if (written == 0) written = unsync__wire_send(ends[0], bytes, HEAD + len, &sent);
        read = unsync__wire_receive(ends[1], &inbox);
        assert_in_range(read, 0, 2);
        turns++;
    }
    assert_int_equal(written, 1);
    assert_true(turns > 10);
    assert_true(inbox.room <= HEAD + len);
    assert_received(bytes, len);
    assert_null(inbox.bytes); /* large memory is not kept */
    free(bytes);
}

static void a_message_broken_off_anywhere_is_the_end(void **state)
{
    (void) state;
    char *bytes = message(20);
    for (size_t len = 0; len < HEAD + 20; len++) {
        assert_int_equal(write(ends[0], bytes, len), len);
        close(ends[0]);
        assert_int_equal(unsync__wire_receive(ends[1], &inbox), -EPIPE);
        unsync__inbox_free(&inbox);
        close(ends[1]);
        setup(NULL);
    }
    free(bytes);
}

static void a_peer_that_did_not_read_is_known(void **state)
{
    (void) state;
    char *bytes = message(20);
    size_t sent = 0;
    assert_int_equal(unsync__wire_send(ends[1], bytes, HEAD + 20, &sent), 1);
    close(ends[0]);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), -ECONNRESET);
    sent = 0;
    assert_int_equal(unsync__wire_send(ends[1], bytes, HEAD + 20, &sent), -EPIPE);
    free(bytes);
    ends[0] = open("/dev/null", O_RDONLY);
}

static void what_is_no_message_is_refused(void **state)
{
    (void) state;
    char junk[64];
    for (int kind = 0; kind < 4; kind++) {
        struct unsync__wire_head head;
        unsync__wire_seal(&head, UNSYNC__SETUP, 1);
        if (kind == 0) head.magic++;
        if (kind == 1) head.len = UINT64_MAX;
        if (kind == 2) head.len = ((uint64_t) 1 << 33) + 1;
        memset(junk, kind == 3 ? 0xff : 0, sizeof junk);
        if (kind != 3) memcpy(junk, &head, sizeof head);
        assert_int_equal(write(ends[0], junk, sizeof junk), sizeof junk);
        assert_int_equal(unsync__wire_receive(ends[1], &inbox), -EPROTO);
        unsync__inbox_free(&inbox);
    }
}

static void a_claimed_length_costs_no_memory(void **state)
{
    (void) state;
    struct unsync__wire_head head;
    unsync__wire_seal(&head, UNSYNC__READY, (size_t) 1 << 33);
    assert_int_equal(write(ends[0], &head, sizeof head), sizeof head);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 0);
    assert_true(inbox.room <= 65536);
}

static void a_descriptor_comes_with_its_message(void **state)
{
    (void) state;
    int pipes[2];
    char byte = 'x', got = 0;
    assert_int_equal(pipe(pipes), 0);
    inbox.takes_fd = true;
    unsync__wire_send_empty(ends[0], UNSYNC__HERE);
    assert_int_equal(unsync__wire_send_fd(ends[0], UNSYNC__BLOCK, pipes[1]), 0);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 1);
    assert_int_equal(unsync__inbox_type(&inbox), UNSYNC__HERE);
    assert_int_equal(inbox.fd, 0); /* not that of the next one, which is there already */
    unsync__inbox_drop(&inbox);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 1);
    assert_int_equal(unsync__inbox_type(&inbox), UNSYNC__BLOCK);
    unsync__inbox_drop(&inbox);
    close(pipes[1]);
    assert_int_equal(write(inbox.fd, &byte, 1), 1);
    assert_int_equal(read(pipes[0], &got, 1), 1);
    assert_int_equal(got, byte);
    close(inbox.fd);
    close(pipes[0]);
    inbox.fd = 0;
    inbox.takes_fd = false;
}

/* What nobody asked for is closed by the kernel. */
static void an_unwanted_descriptor_is_not_kept(void **state)
{
    (void) state;
    int pipes[2];
    char byte;
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(unsync__wire_send_fd(ends[0], UNSYNC__BLOCK, pipes[1]), 0);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), 1);
    assert_int_equal(inbox.fd, 0);
    unsync__inbox_drop(&inbox);
    close(pipes[1]);
    assert_int_equal(read(pipes[0], &byte, 1), 0); /* no writer is left */
    close(pipes[0]);
}

static void without_memory_it_says_so(void **state)
{
    (void) state;
    unsync__alloc_fail_at(1);
    assert_int_equal(unsync__wire_receive(ends[1], &inbox), -ENOMEM);
    unsync__alloc_fail_at(0);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        test(a_message_may_come_byte_by_byte),
        test(messages_that_come_together_are_told_apart),
        test(a_large_message_goes_through_a_small_socket),
        test(a_message_broken_off_anywhere_is_the_end),
        test(a_peer_that_did_not_read_is_known),
        test(what_is_no_message_is_refused),
        test(a_claimed_length_costs_no_memory),
        test(a_descriptor_comes_with_its_message),
        test(an_unwanted_descriptor_is_not_kept),
        test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
