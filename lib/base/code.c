/* code.c: the names of unsync's own codes; everything else is errno's or libuv's. */
#define _GNU_SOURCE
#include <string.h>
#include <unsync.h>

const char *unsync_code_name(int code)
{
    switch (code) {
    case UNSYNC_OK: return "UNSYNC_OK";
    case UNSYNC_ECANCELED: return "UNSYNC_ECANCELED";
    case UNSYNC_ETIMEDOUT: return "UNSYNC_ETIMEDOUT";
    case UNSYNC_ENOMEM: return "UNSYNC_ENOMEM";
    case UNSYNC_ECRASHED: return "UNSYNC_ECRASHED";
    case UNSYNC_EMEMORY: return "UNSYNC_EMEMORY";
    case UNSYNC_EPROTO: return "UNSYNC_EPROTO";
    case UNSYNC_ENOWORKER: return "UNSYNC_ENOWORKER";
    case UNSYNC_EDEADLK: return "UNSYNC_EDEADLK";
    case UNSYNC_EINVAL: return "UNSYNC_EINVAL";
    case UNSYNC_ESYSTEM: return "UNSYNC_ESYSTEM";
    case UNSYNC_ECLOSED: return "UNSYNC_ECLOSED";
    case UNSYNC_EAGAIN: return "UNSYNC_EAGAIN";
    case UNSYNC_EBUSY: return "UNSYNC_EBUSY";
    case UNSYNC_ELAGGED: return "UNSYNC_ELAGGED";
    default: break;
    }
    const char *name = code < 0 && code > -4096 ? strerrordesc_np(-code) : NULL;
    return name != NULL ? name : "a code of the program";
}
