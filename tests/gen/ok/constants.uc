/* Conditions that are constants: a loop that never ends is no end without a value (a), another is (b). */
#include <stdlib.h>
#include <stdbool.h>
#include <unsync.h>
enum { OFF, ON, FIVE = ON + 4, SHIFTED = 1 << FIVE, BIG = 1u << 3 };
struct empty { int : 0; };
typedef enum { RED = 'r', GREEN = RED } colour;
@async int a1(void) { while (ON) await unsync_yield(); }
@async int a2(void) { while (0 == 0) await unsync_yield(); }
@async int a3(int n) { while (1 || n) await unsync_yield(); }
@async int a4(void) { while ('a') await unsync_yield(); }
@async int a5(int n) { await unsync_yield(); n = (exit(n), 2); }
@async int a6(void) { enum { here = 3, there }; while (there == FIVE - 1) await unsync_yield(); }
@async int a7(void) { while (SHIFTED == 32 && GREEN == 'r' && !OFF) { while ((bool) 1) while ((char) 5) await unsync_yield(); } }
@async int a8(void) { do await unsync_yield(); while (true); }
@async int a9(void) { for (; 3 > 2 ? ON : OFF;) await unsync_yield(); }
@async int a10(void) { while (~0 == -1 && 0x10 == 16 && 0b1 == 1 && 010 == 8 && 1L == 1 && 1u == 1) await unsync_yield(); }
@async int a11(int n) { if (n && (abort(), 1)) return 1; else exit(1); }
@async int a12(void) { while (sizeof(int)) await unsync_yield(); }
@async int a13(char *p) { while (sizeof(colour *[2])) while (_Alignof(struct unknown *)) p += await a1(); }
@async int a14(void) { struct { int : 3; char a; } x = {1}; while (sizeof(union { int a[2]; })) while (sizeof x) x.a += await a1(); }
@async int a15(void) { while (sizeof "") while (sizeof(1)) await unsync_yield(); }
@async int b1(int n) { while (OFF || n) await unsync_yield(); }
@async int b2(void) { int ON = 1; while (ON) { await unsync_yield(); ON = 0; } }
@async int b3(void) { while ((char) 256) await unsync_yield(); }
@async int b4(void) { while (0u - 1 < 1u) await unsync_yield(); }
@async int b5(void) { while ('\0') await unsync_yield(); }
@async int b6(int n) { while (n) { if (n) abort(); await unsync_yield(); } }
@async int b7(void) { while (sizeof(struct { int : 0; })) await unsync_yield(); }
@async int b8(int n) { int list[n]; while (sizeof list) list[0] = await a1(); }
@async int b9(void) { while (sizeof(int[ON - 1])) await unsync_yield(); }
@async int b10(void) { while (sizeof(struct empty)) await unsync_yield(); }
@thread int c1(int n) { while (ON) if (n) return 1; }
@thread int c2(int n) { while (1 != 2) if (n) return 1; }
