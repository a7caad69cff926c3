public static class First
{
    public static async Task<T?> OrDefaultAsync<T>(IAsyncEnumerable<T> source, CancellationToken cancellation)
    {
        await using IAsyncEnumerator<T> enumerator = source.GetAsyncEnumerator(cancellation);
        return await enumerator.MoveNextAsync() ? enumerator.Current : default;
    }

    public static async Task<T?> ConfiguredAsync<T>(IAsyncEnumerable<T> source)
    {
        IAsyncEnumerator<T> enumerator = source.GetAsyncEnumerator();
        await using (enumerator.ConfigureAwait(false))
        {
            return await enumerator.MoveNextAsync().ConfigureAwait(false) ? enumerator.Current : default;
        }
    }
}
