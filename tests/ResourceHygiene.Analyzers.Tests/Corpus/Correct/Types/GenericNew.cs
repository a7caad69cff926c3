public static class Make
{
    public static TResult With<T, TResult>(Func<T, TResult> use)
        where T : IDisposable, new()
    {
        using T made = new();
        return use(made);
    }

    public static async Task WithAsync<T>(Func<T, Task> use)
        where T : class, IAsyncDisposable, new()
    {
        T made = new();
        await using (made.ConfigureAwait(false))
        {
            await use(made);
        }
    }

    public static T Create<T>()
        where T : IDisposable, new()
    {
        T made = new T();
        return made;
    }
}
