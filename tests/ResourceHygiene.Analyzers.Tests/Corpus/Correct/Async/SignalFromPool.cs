public static class Once
{
    public static int OnPool(Func<int> work)
    {
        int result = 0;
        using var done = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try
            {
                result = work();
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        return result;
    }
}
