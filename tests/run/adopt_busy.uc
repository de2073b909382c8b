/* The host's handles go on beside a million ready tasks, and beside a producer and a consumer whose
 * queue is never empty: all of these end only when the host has seen its events, in each mode of
 * uv_run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>
#include <unsync.h>

enum { MILLION = 1000000, EVENTS = 30 };

static uv_loop_t loop;
static struct {
    int timer, sent, echoed;
} seen;
static bool enough;
static int spinning = MILLION;

@async
void spin(void)
{
    while (!enough) await unsync_yield();
    spinning--;
}

@async
void produce(unsync_queue_of(int) queue)
{
    for (int n = 0; !enough; n++) await unsync_queue_put(queue, &n);
    unsync_queue_close(queue);
}

@async
int consume(unsync_queue_of(int) queue)
{
    int n, taken = 0;
    while (catch unsync_queue_get(queue, &n) == 0) taken++;
    return taken;
}

/* --- The host: a timer, and a connection on which a byte goes to and fro ---------------------- */

static uv_timer_t timer;
static uv_tcp_t listener, client, server;

static void look(void)
{
    enough = seen.timer >= EVENTS && seen.sent >= EVENTS && seen.echoed >= EVENTS;
    if (enough) uv_stop(&loop);
}

static void tick(uv_timer_t *handle)
{
    (void) handle;
    seen.timer++;
    look();
}

static void room(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    static char bytes[16];
    (void) handle;
    (void) size;
    *buffer = uv_buf_init(bytes, sizeof bytes);
}

static void send_byte(uv_tcp_t *to)
{
    uv_buf_t byte = uv_buf_init("x", 1);
    if (uv_try_write((uv_stream_t *) to, &byte, 1) != 1) abort();
}

static void got(uv_stream_t *stream, ssize_t len, const uv_buf_t *buffer)
{
    (void) buffer;
    if (len <= 0) return;
    if (stream == (uv_stream_t *) &server)
        seen.echoed++;
    else
        seen.sent++;
    send_byte((uv_tcp_t *) stream);
    look();
}

static void connected(uv_connect_t *request, int status)
{
    if (status != 0) abort();
    uv_read_start(request->handle, room, got);
    send_byte(&client);
}

static void accepts(uv_stream_t *stream, int status)
{
    if (status != 0 || uv_accept(stream, (uv_stream_t *) &server) != 0) abort();
    uv_read_start((uv_stream_t *) &server, room, got);
}

static void open_host(void)
{
    static uv_connect_t request;
    struct sockaddr_in address;
    int len = sizeof address;
    uv_timer_init(&loop, &timer);
    uv_timer_start(&timer, tick, 1, 1);
    uv_tcp_init(&loop, &listener);
    uv_tcp_init(&loop, &client);
    uv_tcp_init(&loop, &server);
    uv_ip4_addr("127.0.0.1", 0, &address);
    if (uv_tcp_bind(&listener, (struct sockaddr *) &address, 0) != 0) abort();
    if (uv_listen((uv_stream_t *) &listener, 1, accepts) != 0) abort();
    uv_tcp_getsockname(&listener, (struct sockaddr *) &address, &len);
    if (uv_tcp_connect(&request, &client, (struct sockaddr *) &address, connected) != 0) abort();
}

static void close_host(void)
{
    uv_close((uv_handle_t *) &timer, NULL);
    uv_close((uv_handle_t *) &listener, NULL);
    uv_close((uv_handle_t *) &client, NULL);
    uv_close((uv_handle_t *) &server, NULL);
}

static void again(void)
{
    memset(&seen, 0, sizeof seen);
    enough = false;
}

static void run_until(bool (*over)(void), uv_run_mode mode)
{
    again();
    while (!over()) uv_run(&loop, mode);
}

static consume_task consumer;

static bool is_consumed(void)
{
    return unsync_done(consumer);
}

static bool is_enough(void)
{
    return enough;
}

int main(void)
{
    uv_loop_init(&loop);
    if (unsync_loop_adopt(&loop) != 0) abort();
    open_host();

    for (int i = 0; i < MILLION; i++) unsync_background(spin());
    run_until(is_enough, UV_RUN_NOWAIT);
    while (spinning > 0) uv_run(&loop, UV_RUN_NOWAIT);
    printf("beside a million ready tasks\n");

    unsync_queue_of(int) queue = unsync_queue_new(int, 4);
    for (int mode = UV_RUN_DEFAULT; mode <= UV_RUN_NOWAIT; mode++) {
        unsync_background(produce(queue));
        consumer = consume(queue);
        run_until(is_consumed, (uv_run_mode) mode);
        printf("beside a queue: %s\n", unsync_result(consumer) > EVENTS ? "yes" : "no");
        unsync_queue_free(queue);
        queue = unsync_queue_new(int, 4);
    }
    unsync_queue_free(queue);
    close_host();
    printf("%d\n", unsync_loop_leave(10000));
    return uv_loop_close(&loop) != 0;
}
