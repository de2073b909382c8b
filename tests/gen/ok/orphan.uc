/* Functions that return the handle of a task of their own: it is gone when the caller has it. */
#include <unsync.h>

struct pair { unsync_task_of(int) task; };

@async int job(int n) { return n; }
@thread int blocking(int n) { return n; }
static void note(job_task task) { (void) task; }
static job_task start(int n) { return job(n); } /* who calls it owns the task */

@async job_task direct(int n) { return job(n); }

@thread job_task of_a_job(int n)
{
    job_task task = job(n);
    return task;
}

@async job_task chosen(int n)
{
    job_task task, other;
    task = job(n);
    other = n > 3 ? job(4) : blocking(n);
    (void) await other;
    return n ? (task) : job(2);
}

@async job_task waited(int n)
{
    job_task task = job(n);
    if (catch task < 0) task = blocking(n);
    return task;
}

/* Nothing is said: it is not certain. */
@async job_task given(job_task task) { return task; }
@async job_task by_plain(int n) { return start(n); }
@async job_task told(int n) { job_task task = job(n); note(task); return task; }
@async job_task of_pair(int n) { struct pair pair = {job(n)}; return pair.task; }
@async job_task either(job_task one, int n) { job_task task = one; if (n) task = job(n); return task; }
@async job_task passed(int n) { job_task task = job(n), *at = &task; *at = start(n); return task; }
@thread(daemon) int for_ever(int n) { return n; }
@async job_task of_daemon(int n) { job_task task = for_ever(n); return n ? task : for_ever(2); }
@async int value(int n) { job_task task = job(n); return await task; }
