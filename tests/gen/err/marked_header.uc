#include <unsync.h>
#include "marked_header.h"

@async int main(void)
{
    return await marked(3);
}
