/*
 * What the unit tests of the generator share: a text goes through the front end, messages are kept.
 */
#ifndef TESTS_UNIT_GEN_TEXT_H
#define TESTS_UNIT_GEN_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../../gen/front/facts.h"
#include "../../gen/front/parse_unit.h"
#include "../../gen/tree/spell.h"

struct text {
    struct source source, output;
    struct names names;
    struct facts facts;
    struct arena arena;
    struct diag diag;
    struct unit unit;
    struct unit_reader *reader;
    char *messages;
    size_t messages_len;
};

/* `output`: what the preprocessor would say; NULL: --no-cpp. */
static inline void text_open(struct text *text, const char *c, const char *output)
{
    memset(text, 0, sizeof *text);
    source_from_text(&text->source, "t.uc", c, strlen(c));
    names_open(&text->names);
    token_words(&text->names);
    diag_open(&text->diag, &text->source, NULL,
              open_memstream(&text->messages, &text->messages_len));
    if (output) {
        source_from_text(&text->output, "t.uc", output, strlen(output));
        facts_from_output(&text->facts, &text->arena, &text->names, &text->output);
    } else {
        facts_from_text(&text->facts, &text->arena, &text->names, &text->source);
    }
    unit_open(&text->unit, &text->source, &text->diag, &text->names, &text->facts);
    text->reader = unit_read_open(&text->unit, false);
    while (unit_read(text->reader))
        ;
    diag_close(&text->diag);
    fflush(text->diag.out);
}

static inline void text_close(struct text *text)
{
    unit_read_close(text->reader);
    unit_close(&text->unit);
    vector_free(&text->facts.files);
    vector_free(&text->facts.active);
    arena_free(&text->arena);
    names_close(&text->names);
    if (text->output.raw)
        source_close(&text->output);
    source_close(&text->source);
    fclose(text->diag.out);
    free(text->messages);
}

/* The text is read from its begin once more. */
static inline void text_rewind(struct text *text)
{
    unit_read_close(text->reader);
    text->reader = unit_read_open(&text->unit, false);
}

/* The item at hand that is no plain text, or NULL. */
static inline struct item *text_at_hand(struct text *text)
{
    struct item *item = text->unit.items;

    while (item && item->kind == ITEM_TEXT)
        item = item->next;
    return item;
}

/* Reads again up to the annotated item number `index`; those that were asked for before are void. */
static inline struct item *text_item(struct text *text, int index)
{
    struct diag *diag = text->unit.diag, silent;

    diag_open(&silent, &text->source, NULL, NULL);
    text->unit.diag = &silent;
    text_rewind(text);
    while (unit_read(text->reader) && (!text_at_hand(text) || index-- > 0))
        ;
    text->unit.diag = diag;
    diag_drop(&silent);
    if (text_at_hand(text))
        return text_at_hand(text);
    fail_msg("there is no such item");
    return NULL;
}

/* The texts of the tokens, one blank between them. */
static inline void assert_tokens(struct text *text, struct range range, const char *want)
{
    struct buffer got = {0};

    for (uint32_t i = range.first; i < range.end; i++) {
        if (i > range.first)
            buffer_char(&got, ' ');
        spell_token(&got, &text->unit, i);
    }
    assert_string_equal(got.data ? got.data : "", want);
    buffer_free(&got);
}

static inline void assert_message(struct text *text, const char *part)
{
    if (!strstr(text->messages, part))
        fail_msg("'%s' is not in: %s", part, text->messages);
}

#endif
