/* display_date.uc: the date, again and again, until the time is over.
 *
 * A loop that sleeps is all that a periodic job needs. Who started it gives it a deadline; the loop
 * below does not know of it, it ends at its next wait. */
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum { PERIOD_MS = 100, LIMIT_MS = 350 };

@async
void display_date(int *shown)
{
    for (;; await unsync_sleep(PERIOD_MS)) {
        char text[32];
        time_t now = time(NULL);
        struct tm parts;
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime_r(&now, &parts));
        if (++*shown <= 2) printf("%s\n", text);
    }
}

@async
int main(void)
{
    int shown = 0;
    display_date_task task = unsync_timeout(display_date(&shown), LIMIT_MS);
    int code = catch task;
    printf("%s dates, then %s\n", shown > 1 ? "some" : "no", unsync_code_name(code));
    return 0;
}
