#include "token.h"

#include <string.h>

#include "mark.h"

static const struct {
    const char *text;
    uint8_t kind;
} keywords[] = {
#define KEYWORD(id, spelling) {spelling, TOKEN_##id},
#define KEYWORD_ALIAS(id, spelling) {spelling, TOKEN_##id},
#include "token.def"
};

static const struct {
    const char *text;
    uint8_t word;
} words[] = {
#define WORD(id, spelling) {spelling, WORD_##id},
#include "token.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

void token_words(struct names *names)
{
    for (size_t i = 0; i < COUNT(keywords); i++)
        names_intern_text(names, keywords[i].text)->word = keywords[i].kind;
    for (size_t i = 0; i < COUNT(words); i++)
        names_intern_text(names, words[i].text)->operation = words[i].word;
    for (int i = 0; i < MARK_COUNT; i++)
        names_intern_text(names, mark_table[i].name)->mark = (uint8_t) (i + 1);
}

bool word_is_ours(const struct name *name)
{
    return name->operation && name->operation < WORD_TASK_OF;
}

const char *token_kind_text(enum token_kind kind)
{
    static const char *const texts[TOKEN_KIND_COUNT] = {
#define TOKEN(id, description) description,
#define PUNCTUATOR(id, spelling) "'" spelling "'",
#define KEYWORD(id, spelling) "'" spelling "'",
#include "token.def"
    };

    return texts[kind];
}
