/*@cpu_bound(
#)*/