public sealed class Uploader(HttpClient client)
{
    // What is sent was read before the file is closed.
    public Task<HttpResponseMessage> SendAsync(string path, string address)
    {
        using var reader = new StreamReader(path);
        return client.PostAsync(address, new StringContent(reader.ReadToEnd()));
    }
}
