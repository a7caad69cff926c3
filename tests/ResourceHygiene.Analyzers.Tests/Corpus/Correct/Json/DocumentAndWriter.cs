using System.Text.Json;

public static class Settings
{
    public static string? Read(string path, string name)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        // A clone outlives its document.
        JsonElement root = document.RootElement.Clone();
        return root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }

    public static byte[] Write(IReadOnlyDictionary<string, string> values)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach ((string key, string value) in values)
                writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public static JsonDocument Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return JsonDocument.Parse(bytes);
    }
}
