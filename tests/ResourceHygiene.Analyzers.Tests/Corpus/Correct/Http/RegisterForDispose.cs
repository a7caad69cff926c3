public abstract class Response
{
    public abstract void RegisterForDispose(IDisposable disposable);
    public abstract Stream? Body { get; set; }
}

public sealed class ReportEndpoint
{
    public void Handle(Response response, string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read);
        response.RegisterForDispose(file);
        file.Seek(128, SeekOrigin.Begin);
        response.Body = file;
    }
}
