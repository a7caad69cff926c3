public static class Geocoder
{
    private static readonly HttpClient s_http = new(new HttpClientHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public static async Task<string?> FindAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://geo.example/{Uri.EscapeDataString(address)}");
        request.Headers.Add("Accept", "application/json");
        using var response = await s_http.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null;
    }
}
