using System.Runtime.CompilerServices;

public sealed class Pages(HttpClient client)
{
    public async IAsyncEnumerable<string> ReadAsync(string address, [EnumeratorCancellation] CancellationToken token = default)
    {
        for (int page = 0; page < 10; page++)
        {
            using HttpResponseMessage response = await client.GetAsync($"{address}?page={page}", token);
            if (!response.IsSuccessStatusCode)
                yield break;
            yield return await response.Content.ReadAsStringAsync(token);
        }
    }
}
