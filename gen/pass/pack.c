#include "pack.h"

#include <string.h>

#include "../tree/declare.h"
#include "packer.h"

/* ---- lists of fields ---- */

static const struct token *token_at(const struct ir *ir, uint32_t index)
{
    return &ir->unit->tokens.list[index];
}

static uint32_t line_of(const struct ir *ir, struct range range)
{
    return source_position(ir->unit->source, token_at(ir, range.first)->at).line;
}

static bool has_field(const field_vector *fields, const struct token *token)
{
    for (uint32_t i = 0; i < fields->count; i++)
        if (strlen(fields->list[i].name) == token->len &&
            memcmp(fields->list[i].name, token->text, token->len) == 0)
            return true;
    return false;
}

/* The length of a block is computed on both sides: from fields that cross before it. */
static void check_lengths(const struct packing *place, const field_vector *fields)
{
    for (uint32_t i = 0; i < fields->count; i++)
        for (uint32_t at = fields->list[i].len.first; at < fields->list[i].len.end; at++)
            if (token_at(place->ir, at)->kind == TOKEN_NAME &&
                token_at(place->ir, at)->name->fact == NULL &&
                !has_field(fields, token_at(place->ir, at)))
                pack_refuse(place, DIAG_LEN, (struct range) {at, at + 1},
                            ir_text(place->ir, "name a %s of the same %s", place->what,
                                    place->item->kind == ITEM_MESSAGE ? "struct" : "function"),
                            ir_text(place->ir, "has a @len of '%.*s', which is none of them",
                                    (int) token_at(place->ir, at)->len,
                                    token_at(place->ir, at)->text));
}

static void pack_members(struct ir *ir, struct message *message)
{
    struct packing place = {ir, message->item, "member", true, false};

    for (struct decl *decl = message->item->decl->specs->tag->members; decl; decl = decl->next) {
        if (decl->assertion)
            continue;
        if (!decl->declarators)
            pack_refuse(&place, DIAG_CANNOT_CROSS, decl->range, "give it a name",
                        "without a name does not cross a process boundary");
        for (struct declarator *one = decl->declarators; one; one = one->next) {
            struct field field = {.name = one->name ? one->name->text : "",
                                  .line = line_of(ir, decl->range)};

            if (one->width)
                pack_refuse(&place, DIAG_CANNOT_CROSS, one->range, "use a whole integer",
                            "that is a bit-field does not cross a process boundary");
            else if (pack_type(&place, decl->specs, one->derivations, decl->specs->marks, &field))
                *vector_push(&message->fields) = field;
        }
    }
    check_lengths(&place, &message->fields);
}

/* Known from its mark on: a member may point at its own type. */
static void pack_message(struct ir *ir, struct item *item)
{
    const struct specs *specs = item->decl->specs;
    struct declarator *alias = specs->storage & STORAGE_TYPEDEF ? item->decl->declarators : NULL;
    struct packing place = {ir, item, "message", false, false};
    struct message *message;

    if (specs->kind != TYPE_STRUCT || !specs->tag || !specs->tag->has_body) {
        pack_refuse(&place, DIAG_MESSAGE, item->range, "@message struct NAME { ... };",
                    "is a struct with its members");
        return;
    }
    if (specs->storage & STORAGE_EXTERN) {
        pack_refuse(&place, DIAG_NOT_AVAILABLE, item->range,
                    "copy its members into a struct of your own",
                    "of a struct that is not mine is not available in this version");
        return;
    }
    if (!specs->tag->name && (!alias || !alias->name)) {
        pack_refuse(&place, DIAG_MESSAGE, item->range, "@message struct NAME { ... };",
                         "needs a name");
        return;
    }
    message = pack_new_message(ir, specs->tag->name, alias ? alias->name : NULL);
    message->item = item;
    pack_declare_codec(ir, "struct_", message->tag);
    pack_declare_codec(ir, "", message->typedef_name);
    pack_members(ir, message);
}

/* ---- functions ---- */

/* Functions of one name in two files are two functions. */
static const char *file_of(const struct ir *ir)
{
    const char *path = ir->unit->source->path, *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static const char *signature_of(struct ir *ir, const struct function *function)
{
    struct view view = {.ir = ir};
    const char *text = ir_text(ir, "%s %s(",
                               declare(view, function->specs, function->declarator, DECLARE_RESULT,
                                       "", NULL), function->name->text);

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct param *param = function->parameters[i].param;

        text = ir_text(ir, "%s%s%s", text, i ? ", " : "",
                       declare(view, param->specs, param->declarator, DECLARE_PARAMETER, "", NULL));
    }
    if (function->is_static)
        text = ir_text(ir, "%s: %s", file_of(ir), text);
    return ir_text(ir, "%s)", text);
}

/* The parameter was refused; another declaration of the function says how long it is. */
static void note_length(struct ir *ir, const struct function *function, uint32_t index)
{
    const struct marking *first = function->name->fact ? function->name->fact->first : NULL;
    struct span written = {0, 0};

    if (first && index < first->parameter_count)
        written = first->lengths[index];
    if (!written.len || mark_find(function->parameters[index].param->marks, MARK_LEN))
        return;
    diag_note(ir->unit->diag, (struct span) {written.at, sizeof "@len" - 1},
              "@len stands here, and must stand there too");
    diag_fix(ir->unit->diag, "repeat it");
    diag_insert(ir->unit->diag,
                unit_range_span(ir->unit, function->parameters[index].param->range).at, "%.*s ",
                (int) written.len, ir->unit->source->raw + written.at);
}

static void pack_function(struct ir *ir, struct function *function)
{
    struct packing place = {ir, function->item, "parameter", false, false};
    struct codec *codec = ARENA_NEW(&ir->unit->arena, struct codec);

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        const struct param *param = function->parameters[i].param;
        struct field field = {.name = function->parameters[i].name,
                              .line = line_of(ir, param->range)};

        if (pack_type(&place, param->specs, param->declarator->derivations, param->marks, &field))
            *vector_push(&codec->fields) = field;
        else
            note_length(ir, function, i);
    }
    check_lengths(&place, &codec->fields);
    codec->has_result = !function->is_void;
    codec->result = (struct field) {.name = "unsync__value",
                                    .line = line_of(ir, function->specs->range)};
    place = (struct packing) {ir, function->item, "result", true, true};
    if (codec->has_result)
        pack_type(&place, function->specs, function->type->next, NULL, &codec->result);
    codec->signature = signature_of(ir, function);
    function->codec = codec;
}

/* ---- items ---- */

void pack_items(struct ir *ir)
{
    for (struct item *item = ir->unit->items; item; item = item->next)
        if (item->kind == ITEM_MESSAGE && !item->failed)
            pack_message(ir, item);
    for (struct function *function = ir->functions; function; function = function->next) {
        if (function->item->failed)
            continue;
        if (function->mark->id == MARK_CPU_BOUND)
            pack_function(ir, function);
        function->drop = function->is_main || function->is_void || function->is_generator ? NULL
            : pack_drop(ir, function);
    }
}

void pack_end(struct ir *ir)
{
    for (struct message *message = ir->messages; message; message = message->next)
        vector_free(&message->fields);
    for (struct function *function = ir->functions; function; function = function->next)
        if (function->codec)
            vector_free(&function->codec->fields);
}
