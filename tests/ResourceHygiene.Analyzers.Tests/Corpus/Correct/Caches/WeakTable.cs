using System.Runtime.CompilerServices;

public static class Attachments
{
    private static readonly ConditionalWeakTable<object, Attachment> s_table = new();

    public static Attachment Of(object owner) => s_table.GetValue(owner, static _ => new Attachment());

    public static void Set(object owner)
    {
        Attachment attachment = new();
        s_table.AddOrUpdate(owner, attachment);
    }
}

public sealed class Attachment : IDisposable
{
    private IntPtr _handle = 1;
    ~Attachment() => _handle = 0;

    public void Dispose()
    {
        _handle = 0;
        GC.SuppressFinalize(this);
    }
}
