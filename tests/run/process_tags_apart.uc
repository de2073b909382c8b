/* Lengths and tags in a message of their own, which goes last when all is given back; and messages that
 * are defined further down. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

enum kind { TEXT, NUMBER, BYTES, PACKET }; /* a tag of 0 would be a text */

@message struct head {
    uint8_t kind : 3;
    bool has_note : 1;
    uint16_t count;
};

@message struct packet {
    struct head head;
    @tag(head.kind) union {
        @when(TEXT) char *text;
        @when(NUMBER) long number;
        @when(BYTES) @len(head.count) unsigned char *bytes;
        @when(PACKET) struct packet *packet;
    };
    @tag(head.has_note) union {
        @when(true) char *note;
    } extra;
    struct {
        @len(head.count > 3 ? 3 : head.count) char **names;
    } first;
    struct later *later;
    int later_count;
    @len(later_count) struct later **laters;
};

@message struct later {
    int value;
    struct packet *packet;
};

@cpu_bound
struct packet *back(const struct packet *packet)
{
    struct packet *same = malloc(sizeof *same);
    *same = *packet;
    return same;
}

/* A struct without a name stands for its members. */
@message struct nameless {
    struct {
        int count;
        struct {
            enum kind kind;
        };
    };
    @len(count) int *list;
    struct {
        @len(count + 1) char **names;
    } inner;
    @tag(kind) union {
        @when(TEXT) char *text;
        @when(NUMBER) long number;
    };
};

@cpu_bound
struct nameless *again(const struct nameless *nameless)
{
    struct nameless *same = malloc(sizeof *same);
    *same = *nameless;
    return same;
}

/* All of it is its own. */
@cpu_bound
struct packet made(int kind)
{
    struct packet packet = {.head = {kind & 7, true, 2}, .extra.note = strdup("made")};
    packet.first.names = calloc(2, sizeof(char *));
    packet.first.names[1] = strdup("second");
    if (kind == TEXT) packet.text = strdup("text");
    if (kind == NUMBER) packet.number = 5;
    if (kind == BYTES) packet.bytes = calloc(2, 1);
    if (kind == PACKET) packet.packet = calloc(1, sizeof packet);
    packet.later = calloc(1, sizeof *packet.later);
    packet.later->value = 6;
    return packet;
}

static void print(const struct packet *packet)
{
    switch (packet->head.kind) {
    case TEXT: printf("%s", packet->text ? packet->text : "none"); break;
    case NUMBER: printf("%ld", packet->number); break;
    case BYTES: printf("%d bytes", packet->head.count); break;
    case PACKET: printf("("), print(packet->packet), printf(")"); break;
    }
    if (packet->head.has_note) printf(", %s, %s", packet->extra.note, packet->first.names[1]);
    if (packet->later != NULL) printf(", %d", packet->later->value);
}

@async
int main(void)
{
    struct packet inner = {.head = {NUMBER, false, 0}, .number = 7};
    struct later later = {8, &inner};
    struct packet outer = {.head = {PACKET, true, 5}, .packet = &inner, .extra.note = "note",
                           .first.names = (char *[]){"a", "b", "c"}, .later = &later,
                           .later_count = 2, .laters = (struct later *[]){NULL, &later}};
    struct packet *same = await back(&outer);
    print(same);
    printf(", %ld\n", same->laters[1]->packet->number);
    packet_free(same);
    for (int kind = TEXT; kind <= PACKET; kind++) {
        struct packet packet = await made(kind);
        print(&packet);
        puts("");
        packet_clear(&packet);
    }
    struct nameless nameless = {.count = 1, .kind = TEXT, .list = (int[]){9}, .text = "text",
                                .inner.names = (char *[]){"a", "b"}};
    struct nameless *other = await again(&nameless);
    printf("%d %s %s\n", other->list[0], other->inner.names[1], other->text);
    nameless_free(other);
    return 0;
}
