/* Nothing is included. */
@async int main(void)
{
    await unsync_sleep(10);
    return 0;
}
