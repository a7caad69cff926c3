public abstract record Result;

public sealed record StreamResult(Stream Content, string Type) : Result;

public sealed record NotFoundResult : Result;

public sealed class DownloadController(string root)
{
    public Result Get(string name)
    {
        string path = Path.Combine(root, Path.GetFileName(name));
        if (!File.Exists(path))
            return new NotFoundResult();

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return new StreamResult(stream, "application/octet-stream");
    }
}
