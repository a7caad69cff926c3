public static class Release
{
    public static async ValueTask AnyAsync(object? resource)
    {
        if (resource is IAsyncDisposable later)
            await later.DisposeAsync();
        else if (resource is IDisposable now)
            now.Dispose();
    }
}
