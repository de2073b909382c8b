# 1 "<built-in>"
#define __STDC_VERSION__ 201112L
#define __GNUC__ 12
#define __SIZEOF_INT128__ 16
#define __INT_MAX__ 0x7fffffff
# 1 "/usr/include/prelude.h" 1 3
typedef unsigned long size_t;
typedef long ptrdiff_t;
typedef int wchar_t;
typedef unsigned char uint8_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long int64_t;
typedef unsigned long uint64_t;
typedef unsigned long uintptr_t;
typedef __builtin_va_list va_list;
typedef struct _IO_FILE FILE;
typedef void callback_type(int);
typedef int triple[3];
typedef void nothing;
typedef struct { int quot, rem; } div_t;
struct timespec { long tv_sec, tv_nsec; };
enum { FIRST, SECOND = 5, THIRD };
#define NULL ((void *) 0)
#define complex _Complex
#define bool _Bool
#define true 1
#define false 0
#define INT_MAX __INT_MAX__
#define EINVAL 22
#define offsetof(type, member) __builtin_offsetof(type, member)
#define va_start(v, l) __builtin_va_start(v, l)
#define va_arg(v, l) __builtin_va_arg(v, l)
#define va_end(v) __builtin_va_end(v)
#define alloca(size) __builtin_alloca(size)
#define errno (*__errno_location ())
#define stdout stdout
#define assert(expr) ((void) sizeof ((expr) ? 1 : 0), __extension__ ({ if (expr) ; else __assert_fail (#expr, "f.c", __LINE__, __func__); }))
#define CHECK(expr) do { if (!(expr)) return -1; } while (0)
#define BOTH(x) ((x) + (x))
#define NEVER(x)
#define STR(x) #x
#define XSTR(x) STR(x)
#define PASTE(a, b) a##b
#define DECLARE(type, name) type name = 0
#define EACH(i) for (int i = 0; i < 3; i++)
#define list_for_each(pos, head) for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)
#define VARIADIC(first, ...) first(__VA_ARGS__)
#define GNU(first, rest...) printf(first, ##rest)
#define ITSELF ITSELF + 1
#define BEGIN {
#define END }
#define WAIT await
#define setjmp(env) _setjmp (env)
extern FILE *stdout;
extern int *__errno_location (void) __attribute__ ((__nothrow__ , __leaf__)) __attribute__ ((__const__));
extern void __assert_fail (const char *__assertion, const char *__file, unsigned int __line, const char *__function) __attribute__ ((__noreturn__));
extern int printf (const char *__restrict __format, ...);
extern int puts (const char *__s);
extern void *malloc (size_t __size) __attribute__ ((__nothrow__ , __leaf__));
extern void free (void *__ptr);
extern int read (int, void *, size_t);
extern unsigned int sleep (unsigned int);
static __inline int abs_of (int x) { return x < 0 ? -x : x; }
# 1 "/usr/include/unsync.h" 1 3
#define UNSYNC_VERSION "0.1.0"
#define UNSYNC_ECANCELED (-4001)
#define unsync_task_of(T) __typeof__(__typeof__(T) (*)(struct unsync__tag *))
#define unsync__of(handle) ((void) sizeof((handle)((struct unsync__tag *) 0), 1), (struct unsync__task *) (handle))
#define unsync_wait(handle) unsync__wait(unsync__of(handle))
#define unsync_failure(handle) unsync__failure(unsync__of(handle))
#define unsync_release(handle) unsync__release(unsync__of(handle))
#define unsync_background(handle) unsync__background(unsync__of(handle))
#define unsync_value(handle) (*(__typeof__((handle)((struct unsync__tag *) 0)) *) unsync__checked_value(unsync__of(handle), 1, __FILE__, __LINE__))
#define unsync_yield() ((unsync_task_of(void)) &unsync__yielding)
#define unsync_fail(code, ...) unsync__fail(code, __FILE__, __LINE__, __func__, __VA_ARGS__)
struct unsync__task;
extern struct unsync__task unsync__yielding;
int unsync__wait(struct unsync__task *task);
void unsync__background(struct unsync__task *task);
void *unsync__checked_value(struct unsync__task *task, size_t align, const char *file, int line);
void unsync__fail(int code, const char *file, int line, const char *function, const char *format, ...) __attribute__((noreturn));
__attribute__((warn_unused_result)) __typeof__(__typeof__(void) (*)(struct unsync__tag *)) unsync_sleep(uint64_t ms);
_Bool unsync_cancelled(void);
#define unsync__message_point 1
#define unsync__message_struct_node 1
typedef struct point { int x, y; } point;
typedef __typeof__(__typeof__(int) (*)(struct unsync__tag *)) next_task;
next_task next(int n);
# 2 "/usr/include/prelude.h" 2 3
