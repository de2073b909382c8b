/* How many blocks of memory the library has; it tells only its own tests. */
#include <stdint.h>

int64_t unsync__alloc_live(void);
long blocks(void);

long blocks(void)
{
    return (long) unsync__alloc_live();
}
