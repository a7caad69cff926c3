public sealed record Attachment(string Name, Stream Content) : IDisposable
{
    public void Dispose() => Content.Dispose();
}

public sealed record class Mail(string Subject, IReadOnlyList<Attachment> Attachments) : IDisposable
{
    public void Dispose()
    {
        foreach (Attachment attachment in Attachments)
            attachment.Dispose();
    }

    public static Mail WithFile(string subject, string path)
    {
        Attachment attachment = new(Path.GetFileName(path), File.OpenRead(path));
        return new Mail(subject, [attachment]);
    }
}

public static class Sending
{
    public static void Send(string path, Action<Mail> send)
    {
        using Mail mail = Mail.WithFile("report", path);
        send(mail);
    }
}
