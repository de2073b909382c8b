/* A message may be pointed at before its struct is defined, by its tag and by its typedef name. */
#include <stdio.h>
#include <unsync.h>
typedef struct leaf leaf;
struct tree;
@cpu_bound int total(const struct tree *tree);
@message typedef struct branch { int n; struct tree *down; leaf *l; struct leaf *m; } branch;
@message struct tree { int weight; struct branch *first; };
@message typedef struct leaf { int v; } leaf;
@cpu_bound int total(const struct tree *tree)
{
    return tree->weight + (tree->first ? tree->first->n + tree->first->l->v + tree->first->m->v : 0);
}
@async int main(void)
{
    leaf l = {3};
    branch b = {2, NULL, &l, &l};
    struct tree t = {1, &b};
    printf("%d\n", await total(&t));
    return 0;
}
