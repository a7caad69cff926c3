public static class Mirrors
{
    public static async Task<HttpResponseMessage?> FirstAsync(HttpClient http, IEnumerable<Uri> mirrors)
    {
        foreach (Uri mirror in mirrors)
        {
            HttpResponseMessage response;
            try
            {
                response = await http.GetAsync(mirror, HttpCompletionOption.ResponseHeadersRead);
            }
            catch (HttpRequestException)
            {
                continue;
            }

            if (response.IsSuccessStatusCode)
                return response;
            response.Dispose();
        }

        return null;
    }
}
