public static class Redirects
{
    public static async Task<Uri?> TargetAsync(HttpClient http, Uri start)
    {
        using HttpResponseMessage response = await http.GetAsync(start);
        // The request belongs to the response.
        HttpRequestMessage? request = response.RequestMessage;
        return request?.RequestUri == start ? null : request?.RequestUri;
    }
}
