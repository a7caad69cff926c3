public static class Policy
{
    public static async Task<T> ExecuteAsync<T>(Func<Task<T>> action, int attempts)
    {
        List<Exception> failures = [];
        while (failures.Count < attempts)
        {
            try
            {
                return await action();
            }
            catch (Exception e) when (e is IOException or TimeoutException)
            {
                failures.Add(e);
            }
        }

        throw new AggregateException(failures);
    }
}

public static class PolicyUser
{
    public static async Task<int> ReadAsync(string path)
    {
        await using FileStream file = await Policy.ExecuteAsync(() => Task.FromResult(File.OpenRead(path)), 3);
        return file.ReadByte();
    }
}
