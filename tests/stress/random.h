/* random.h: numbers for a program of this folder, from the seed that the runtime has too. Each task has
 * a generator of its own, so that what it does is a matter of the seed, and only when it does it
 * one of the order. */
#include <stdint.h>
#include <stdlib.h>

static inline uint64_t seed(void)
{
    const char *text = getenv("UNSYNC_SEED");
    return text != NULL ? strtoull(text, NULL, 10) : 0;
}

static inline uint64_t draw(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

static inline unsigned below(uint64_t *state, unsigned bound)
{
    return (unsigned) (draw(state) % bound);
}
