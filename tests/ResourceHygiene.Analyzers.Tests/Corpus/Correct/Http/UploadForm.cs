public sealed class Uploader(HttpClient http)
{
    public async Task<bool> UploadAsync(string file, CancellationToken cancellation)
    {
        using MultipartFormDataContent form = new();
        StreamContent content = new(File.OpenRead(file));
        form.Add(content, "file", Path.GetFileName(file));
        form.Add(new StringContent("true"), "overwrite");

        using HttpResponseMessage response = await http.PostAsync("upload", form, cancellation);
        return response.IsSuccessStatusCode;
    }
}
