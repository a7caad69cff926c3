using System.Text;
using System.Text.Json;

public sealed class EventPublisher(HttpClient http)
{
    public async Task PublishAsync(object payload)
    {
        using var request = CreateRequest("events", payload);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
    }

    private static HttpRequestMessage CreateRequest(string path, object payload)
    {
        string json = JsonSerializer.Serialize(payload);
        return new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
    }
}
