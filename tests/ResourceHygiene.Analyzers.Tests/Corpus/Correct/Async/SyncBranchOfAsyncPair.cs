public sealed class Archive(string path)
{
    public async Task<int> CountAsync(bool isAsync)
    {
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[16];
        return isAsync ? await file.ReadAsync(buffer) : file.Read(buffer);
    }
}
