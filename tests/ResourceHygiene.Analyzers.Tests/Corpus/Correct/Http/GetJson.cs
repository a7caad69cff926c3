using System.Text.Json;

public sealed class WeatherClient(HttpClient http)
{
    public async Task<double> TemperatureAsync(string city, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await http.GetAsync($"weather/{city}", cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using JsonDocument document = await JsonDocument.ParseAsync(body, cancellationToken: cancellation).ConfigureAwait(false);
        return document.RootElement.GetProperty("temperature").GetDouble();
    }
}
