int task(int n);
int other(int n);
unsync_task_of(int) by_hand(int n);
