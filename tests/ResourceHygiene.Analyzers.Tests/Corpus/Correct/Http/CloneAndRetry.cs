public static class HttpRetries
{
    public static async Task<HttpResponseMessage> SendWithTokenAsync(this HttpClient http, Func<HttpRequestMessage> make, Func<Task> refresh)
    {
        HttpResponseMessage? response = null;
        for (int i = 0; i < 2; i++)
        {
            response?.Dispose();
            response = null;
            if (i > 0)
                await refresh();
            using HttpRequestMessage request = make();
            response = await http.SendAsync(request);
            if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized)
                return response;
        }

        return response!;
    }
}
