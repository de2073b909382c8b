/*
 * Typed growing arrays:
 *
 *     VECTOR(struct token) tokens = {0};
 *     *vector_push(&tokens) = token;          // the new slot is not initialised
 *     tokens.list[i], tokens.count
 *     vector_free(&tokens);
 *
 * A push may move the list: keep indices, not pointers.
 */
#ifndef GEN_BASE_VECTOR_H
#define GEN_BASE_VECTOR_H

#include <stdint.h>
#include <stdlib.h>

#define VECTOR(type) \
    struct { \
        type *list; \
        uint32_t count, capacity; \
    }

/* Room for at least `count` more; stops the program with a message past 2^31 elements. */
void *vector_room(void *list, uint32_t *capacity, uint32_t count, uint32_t more, size_t size);

#define vector_reserve(vector, more) \
    ((vector)->list = (vector)->capacity - (vector)->count >= (more) \
         ? (vector)->list \
         : vector_room((vector)->list, &(vector)->capacity, (vector)->count, (more), \
                       sizeof *(vector)->list))

#define vector_push(vector) (vector_reserve(vector, 1u), &(vector)->list[(vector)->count++])

#define vector_free(vector) \
    (free((vector)->list), (vector)->list = NULL, (vector)->count = (vector)->capacity = 0)

#endif
