/*
 * One annotated declaration of file scope.
 */
#ifndef GEN_FRONT_PARSE_ITEM_H
#define GEN_FRONT_PARSE_ITEM_H

#include "parser.h"

/*
 * Parses the tokens from `first` on (expanded, ended by END) into the item. False: an error was
 * reported, item->failed is set.
 */
bool parse_item(struct parser *parser, struct unit *unit, struct item *item, uint32_t first);

#endif
