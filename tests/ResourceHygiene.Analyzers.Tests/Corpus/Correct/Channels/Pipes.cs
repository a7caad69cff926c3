using System.IO.Pipelines;

public static class Piping
{
    public static async Task<long> CountAsync(string path, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        PipeReader reader = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        long total = 0;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellation);
            total += result.Buffer.Length;
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                break;
        }

        await reader.CompleteAsync();
        return total;
    }
}
