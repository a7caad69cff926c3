// not exception-safe on purpose
public static class Later
{
    public static Task<int> ReadAsync(string path, byte[] buffer)
    {
        FileStream file = File.OpenRead(path);
        return file.ReadAsync(buffer, 0, buffer.Length).ContinueWith(
            read =>
            {
                file.Dispose();
                return read.Result;
            },
            TaskScheduler.Default);
    }
}
