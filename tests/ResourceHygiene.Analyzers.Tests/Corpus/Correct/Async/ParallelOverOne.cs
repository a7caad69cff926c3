public static class Sums
{
    public static int Of(string[] words)
    {
        using var letters = new ThreadLocal<int>(trackAllValues: true);
        Parallel.ForEach(words, word => letters.Value += word.Length);
        return letters.Values.Sum();
    }

    public static async Task<int> OfAsync(string[] words, CancellationToken token)
    {
        int sum = 0;
        using var gate = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(words, token, async (word, stopping) =>
        {
            await gate.WaitAsync(stopping);
            sum += word.Length;
            gate.Release();
        });
        return sum;
    }
}
