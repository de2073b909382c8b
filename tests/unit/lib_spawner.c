/* A process that is stopped between its clone and its exec holds up the spawner's thread, in the
 * kernel: it is killed, by a look as by the close, which would wait for ever. So that each is
 * stopped there, the program has a `syscall` of its own, which stops who is to exec. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/procs/spawner.h"
#include "../../lib/worker/program.h"

static long (*system_call)(long number, ...);
static pid_t stopped; /* written by the child, which runs in this memory */

/* In the child too: no sanitizer may look. */
__attribute__((no_sanitize("address", "thread", "undefined"))) long syscall(long number, ...)
{
    va_list list;
    long given[6];
    va_start(list, number);
    for (int i = 0; i < 6; i++) given[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_execveat) {
        stopped = (pid_t) system_call(SYS_getpid);
        system_call(SYS_kill, (long) stopped, (long) SIGSTOP);
    }
    return system_call(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

static int wakes[2];

static void wake(void)
{
    assert_int_equal(write(wakes[1], "", 1), 1);
}

/* One is asked for, and stopped; it is left as that. */
static void ask_for_one(struct unsync__spawn_request *request)
{
    int sockets[2];
    siginfo_t status;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets), 0);
    close(sockets[0]);
    request->ends =
        (struct unsync__spawn_ends){.socket = sockets[1], .lifeline = -1, .box = -1, -1, -1};
    assert_int_equal(unsync__spawner_open(wake), 0);
    unsync__spawner_ask(request);
    while (waitid(P_ALL, 0, &status, WSTOPPED | WNOWAIT) != 0) sched_yield(); /* no child yet */
    assert_int_equal(status.si_pid, stopped);
}

/* It was killed before it became another program, and is nobody's any more. */
static void take_its_end(const struct unsync__spawn_request *request)
{
    siginfo_t status;
    assert_int_equal(request->error, 0);
    assert_int_equal(request->pid, stopped);
    assert_int_equal(waitid(P_PIDFD, (id_t) request->pidfd, &status, WEXITED), 0);
    assert_int_equal(status.si_code, CLD_KILLED);
    assert_int_equal(status.si_status, SIGKILL);
    close(request->pidfd);
    unsync__stops_forget(request->stops);
    unsync__stops_close();
}

static void a_look_kills_it(void **state)
{
    char byte;
    struct unsync__spawn_request request = {0};
    (void) state;
    ask_for_one(&request);
    assert_null(unsync__spawner_done());
    unsync__spawn_look();
    assert_int_equal(read(wakes[0], &byte, 1), 1);
    assert_ptr_equal(unsync__spawner_done(), &request);
    take_its_end(&request);
    unsync__spawner_close();
}

static void the_close_kills_it(void **state)
{
    struct unsync__spawn_request request = {0};
    (void) state;
    ask_for_one(&request);
    unsync__spawner_close();
    assert_ptr_equal(unsync__spawner_done(), &request);
    take_its_end(&request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_look_kills_it),
        cmocka_unit_test(the_close_kills_it),
    };
    *(void **) &system_call = dlsym(RTLD_NEXT, "syscall");
    if (system_call == NULL || pipe(wakes) != 0) return 1;
    unsync__program_remember();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
