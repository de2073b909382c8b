#include "mark.h"

#include "../base/text.h"

#define M(id) (1u << MARK_##id)
#define FUNCTION MARK_ON_FUNCTION
#define STRUCT MARK_ON_STRUCT
#define PARAMETER MARK_ON_PARAMETER
#define FIELD MARK_ON_FIELD

const struct mark_info mark_table[MARK_COUNT] = {
#define MARK(id, name, place, excludes, summary) \
    {name, summary, place, excludes},
#include "../../annotations/annotations.def"
};

const struct option_info option_table[OPTION_COUNT] = {
#define OPTION(mark, id, name, type, summary) \
    {name, summary, MARK_##mark, OPTION_##type},
#include "../../annotations/annotations.def"
};

const struct mark *mark_find(const struct mark *marks, enum mark_id id)
{
    for (; marks; marks = marks->next)
        if (marks->id == id)
            return marks;
    return NULL;
}

const struct option *mark_find_option(const struct mark *mark, enum option_id id)
{
    for (const struct option *option = mark ? mark->options : NULL; option; option = option->next)
        if (option->id == id)
            return option;
    return NULL;
}

const struct mark *mark_lane(const struct mark *marks)
{
    const struct mark *lane = mark_find(marks, MARK_CPU_BOUND);
    const struct mark *generator = mark_find(marks, MARK_GENERATOR);

    for (; marks && !lane; marks = marks->next)
        if (marks != generator && mark_table[marks->id].places & MARK_ON_FUNCTION)
            lane = marks;
    return lane ? lane : generator;
}

const char *mark_suggest(const char *written, uint32_t places)
{
    for (int i = 0; i < MARK_COUNT; i++)
        if (mark_table[i].places & places && text_is_near(written, mark_table[i].name))
            return mark_table[i].name;
    return NULL;
}

const char *option_suggest(const char *written, enum mark_id mark)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_table[i].mark == mark && option_table[i].name[0] &&
            text_is_near(written, option_table[i].name))
            return option_table[i].name;
    return NULL;
}
