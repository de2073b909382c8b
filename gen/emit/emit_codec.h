/*
 * Emit codec: the functions that pack and unpack messages, arguments and results (tree/codec.h).
 *
 * All text is whole lines of the emitted file, but for what emit_checks() prints: its #line
 * directives lead to the user's file, and the caller leads back.
 */
#ifndef GEN_EMIT_EMIT_CODEC_H
#define GEN_EMIT_EMIT_CODEC_H

#include "../base/buffer.h"
#include "../tree/codec.h"

/*
 * After the struct of a message, NAME its name: unsync__message_NAME_pack, _unpack, _pack_pointer,
 * _unpack_pointer, _release, and for people NAME_clear (frees what the members own) and NAME_free
 * (and the struct itself). All static inline; not for C++.
 */
void emit_message(struct buffer *out, const struct ir *ir, const struct message *message);

/* Of a struct that is defined elsewhere: that it has just these members. */
void emit_message_twin(struct buffer *out, const struct ir *ir, const struct message *message);

/* Prototypes, for a message that is used before its struct is defined. */
void emit_message_ahead(struct buffer *out, const struct ir *ir, const struct message *message);

/*
 * After frame, kind and body of a @cpu_bound function NAME: unsync__NAME_pack, _serve, _take,
 * _remote and the constructor that registers it. The kind refers to the remote: declare it before.
 */
void emit_codec(struct buffer *out, const struct ir *ir, const struct function *function);

/* Assertions, each on the user's line, that the compiler finds the fields to cross. */
void emit_message_checks(struct buffer *out, const struct ir *ir, const struct message *message);
void emit_codec_checks(struct buffer *out, const struct ir *ir, const struct function *function);

#endif
