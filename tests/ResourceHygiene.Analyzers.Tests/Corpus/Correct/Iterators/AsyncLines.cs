using System.Runtime.CompilerServices;

public static class Tail
{
    public static async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 4096, useAsync: true);
        try
        {
            using StreamReader reader = new(file, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellation) is { } line)
                yield return line;
        }
        finally
        {
            await file.DisposeAsync();
        }
    }

    public static async Task<int> CountAsync(string path)
    {
        int count = 0;
        await foreach (string _ in LinesAsync(path).ConfigureAwait(false))
            count++;
        return count;
    }
}
