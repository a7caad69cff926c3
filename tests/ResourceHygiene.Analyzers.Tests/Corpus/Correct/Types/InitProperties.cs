public sealed class Job : IDisposable
{
    public required Stream Input { get; init; }
    public Stream? Output { get; init; }

    public void Dispose()
    {
        Input.Dispose();
        Output?.Dispose();
    }
}

public static class Jobs
{
    public static Job InMemory(byte[] data) => new() { Input = new MemoryStream(data), Output = new MemoryStream() };

    public static long Run(byte[] data)
    {
        using Job job = InMemory(data);
        job.Input.CopyTo(job.Output!);
        return job.Output!.Length;
    }
}
