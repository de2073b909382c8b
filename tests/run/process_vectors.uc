/* Arrays behind typedefs, of any depth, as members, elements and what parameters lead to. */
#include <stdio.h>
#include <unsync.h>

typedef double vector[3];
typedef vector matrix[3];
typedef vector same_vector;
typedef char name[8];
typedef const char *pair[2];

@message struct body {
    vector at;
    matrix turn;
    name name;
    vector corners[2];
    pair words;
    same_vector other;
    int count;
    @len(count) vector *points;
    @len(count) matrix *turns;
};

@cpu_bound
struct body back(const struct body *body, @len(1) const vector *from, @out vector *to,
                 @inout @len(2) matrix *turns)
{
    (*to)[2] = (*from)[1];
    turns[1][2][2] *= 2;
    return *body;
}

@async
int main(void)
{
    vector points[] = {{0}, {1, 2, 3}}, from = {1, 9, 1}, to;
    matrix turns[] = {{{0}}, {{0}, {5, 6, 7}, {0, 0, 8}}};
    struct body body = {.at = {1, 2, 3}, .turn = {{0}, {0}, {7, 8, 9}}, .name = "a name",
                        .corners = {{0}, {4, 5, 6}}, .words = {"a", NULL}, .other = {3, 2, 1},
                        .count = 2, .points = points, .turns = turns};
    struct body same = await back(&body, &from, &to, turns);
    printf("%g %g %s %g\n", same.at[2], same.turn[2][1], same.name, same.corners[1][2]);
    printf("%s %d %g %g %g\n", same.words[0], same.words[1] == NULL, same.other[0],
           same.points[1][1], same.turns[1][1][2]);
    printf("%g %g\n", to[2], turns[1][2][2]);
    body_clear(&same);
    return 0;
}
