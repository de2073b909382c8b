/* Conditions that nobody knows anything of: 2 to the 13th copies of one statement. */
#include <unsync.h>

@async int get(int n);

@async int all(int a)
{
    int x = 0;
#if A0
    if (a) {
#else
    while (a < 0) {
#endif
    x += await get(0);
#if A1
    if (a) {
#else
    while (a < 1) {
#endif
    x += await get(1);
#if A2
    if (a) {
#else
    while (a < 2) {
#endif
    x += await get(2);
#if A3
    if (a) {
#else
    while (a < 3) {
#endif
    x += await get(3);
#if A4
    if (a) {
#else
    while (a < 4) {
#endif
    x += await get(4);
#if A5
    if (a) {
#else
    while (a < 5) {
#endif
    x += await get(5);
#if A6
    if (a) {
#else
    while (a < 6) {
#endif
    x += await get(6);
#if A7
    if (a) {
#else
    while (a < 7) {
#endif
    x += await get(7);
#if A8
    if (a) {
#else
    while (a < 8) {
#endif
    x += await get(8);
#if A9
    if (a) {
#else
    while (a < 9) {
#endif
    x += await get(9);
#if A10
    if (a) {
#else
    while (a < 10) {
#endif
    x += await get(10);
#if A11
    if (a) {
#else
    while (a < 11) {
#endif
    x += await get(11);
#if A12
    if (a) {
#else
    while (a < 12) {
#endif
    x += await get(12);
    }}}}}}}}}}}}}
    return x;
}
