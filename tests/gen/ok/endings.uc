/* The ends that a compiler would warn of, and cannot see in a resume function. */
#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unsync.h>
enum kind { A, B };
struct box { int list[3]; int n; };
static _Noreturn void die(const char *why) { (void) why; abort(); }
__attribute__((noreturn)) static void die2(void);
static void die2(void) { exit(2); }
@async int f4(int n) { if (n) return 3; }
@async int f5(int n) { if (n) return 3; else return 4; }
@async int f6(void) { for (;;) await unsync_sleep(4); }
@async int f7(void) { while (1) { if (await unsync_sleep(4), 1) break; } }
@async int f8(void) { while (true) { switch (3) { case 3: break; } } }
@async int f9(enum kind k) { switch (k) { case A: return 1; case B: return 2; } }
@async int f10(enum kind k) { switch (k) { case A: return 1; default: return 2; } }
@async int f11(enum kind k) { switch (k) { case A: return 1; default: break; } }
@async int f12(void) { unsync_fail(-3, "no"); }
@async int f13(int n) { if (n) return 3; die("x"); }
@async int f14(int n) { if (n) return 3; die2(); }
@async int f15(int n) { if (n) return 3; abort(); }
@async int f16(int n) { if (n) return 3; assert(0); }
@async int f17(int n) { if (n) return 3; assert(!"reached"); }
@async int f18(int n) { do { if (n) break; return 3; } while (0); }
@async int f19(int n) { do { return n; } while (0); }
@async int f20(int n) { again: if (n) return 3; n++; goto again; }
@async int f21(int n) { if (n) goto out; return 3; out: ; }
@async int f22(int n) { __builtin_unreachable(); }
@async int f23(int n) { switch (n) { case 1: return 2; break; default: return 3; break; } }
@async int f24(int n) { for (;;) { if (n) return 3; continue; break; } }
@async int f25(int n) { switch (n) { case 1: return 2; case 2: break; default: return 3; } }
@async int f26(int n) { while (0x1) { if (n++) { return 3; break; } } }
@async int *g1(void) { int local = 3; return &local; }
@async int *g2(void) { struct box box = {0}; return &box.list[1]; }
@async int *g3(void) { int list[3] = {0}; await unsync_yield(); return list; }
@async char *g4(void) { static char list[3]; return list; }
@async int *g5(struct box *box) { return &box->list[1]; }
@async int *g6(int *p) { return &p[1]; }
@async void *g7(int p) { return (void *) &p; }
@async int g8(void) { int list[3] = {0}; return list[1]; }
@async int *g9(int rows[3]) { return rows; }
/* In the other lanes the body stays a function: its endless loop is no missing return. */
@thread int t1(void) { for (;;) await unsync_yield(); }
@thread int t2(void) { while (1) if (await unsync_sleep(4), 1) return 3; }
@cpu_bound int t3(void) { for (;;) die("x"); }
