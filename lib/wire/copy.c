/* copy.c: see copy.h. The length from which on the caches are passed by is that up to which C
 * libraries copy by an instruction of the processor's own that does the same; around it both ways
 * take the same time. */
#include "copy.h"

#include <string.h>

#if defined __SSE2__
#include <emmintrin.h>

enum { PAST_CACHES_MIN = 512 * 1024, LINE = 64, AHEAD = 4096 };

/* All but the last one, which is memcpy's: a sanitizer of the program looks at that. */
static size_t copy_lines(unsigned char *to, const unsigned char *from, size_t len)
{
    size_t at = 0;
    for (; len - at > LINE; at += LINE) {
        if (len - at > AHEAD) _mm_prefetch(from + at + AHEAD, _MM_HINT_T0);
        const __m128i *in = (const __m128i *) (const void *) (from + at);
        __m128i *out = (__m128i *) (void *) (to + at);
        __m128i a = _mm_loadu_si128(in), b = _mm_loadu_si128(in + 1);
        __m128i c = _mm_loadu_si128(in + 2), d = _mm_loadu_si128(in + 3);
        _mm_stream_si128(out, a);
        _mm_stream_si128(out + 1, b);
        _mm_stream_si128(out + 2, c);
        _mm_stream_si128(out + 3, d);
    }
    _mm_sfence(); /* these stores obey no other order */
    return at;
}

void unsync__copy_over(void *to, const void *from, size_t len)
{
    size_t done = len < PAST_CACHES_MIN ? 0 : copy_lines(to, from, len);
    memcpy((unsigned char *) to + done, (const unsigned char *) from + done, len - done);
}

#else

void unsync__copy_over(void *to, const void *from, size_t len)
{
    memcpy(to, from, len);
}

#endif
