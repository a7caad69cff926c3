public static class Batch
{
    public static async Task<int> CountFailuresAsync(HttpClient http, IEnumerable<string> urls)
    {
        Task<bool>[] calls = urls.Select(url => SucceedsAsync(http, url)).ToArray();
        bool[] results = await Task.WhenAll(calls);
        return results.Count(ok => !ok);
    }

    private static async Task<bool> SucceedsAsync(HttpClient http, string url)
    {
        using (var response = await http.GetAsync(url).ConfigureAwait(false))
        {
            return response.IsSuccessStatusCode;
        }
    }
}
