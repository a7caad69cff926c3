using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// What the runtime knows about classes of .NET whose Dispose is not the whole of it. A handler that the program registered
/// is asked before.
/// </summary>
internal static class BuiltInHandlers
{
    /// <summary>Null where nothing is known that Dispose would not do.</summary>
    public static ReleaseOutcome? Release(object resource, in ReleaseContext context) =>
        // The base of all of them, and of little else: the assemblies that they lie in are not loaded to ask for more.
        resource is MarshalByRefObject ? ReleaseKnown(resource, context) : Contents.Release(resource, context);

    /// <summary>False where <see cref="Release"/> would surely answer null.</summary>
    public static bool MayKnow(object resource, string type) => resource is MarshalByRefObject || Contents.BelongTo(resource, type);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReleaseOutcome? ReleaseKnown(object resource, in ReleaseContext context) => resource switch
    {
        Stream stream => FlushAndClose(stream),
        FileInfo file when context.Type == ResourceTypes.TempFile => Delete(file.FullName, context.Deadline),
        DirectoryInfo directory when context.Type == ResourceTypes.TempDirectory => Delete(directory.FullName, context.Deadline),
        Process process => ProcessRelease.KillTree(process),
        DbTransaction transaction => DatabaseRelease.RollBack(transaction),
        DbConnection connection => DatabaseRelease.Close(connection),
        _ => null,
    };

    private static ReleaseOutcome FlushAndClose(Stream stream)
    {
        // Closed even if what is still buffered cannot be written, which is thrown all the same.
        using (stream)
        {
            if (stream.CanWrite)
                stream.Flush();
        }
        return default;
    }

    private static ReleaseOutcome Delete(string path, CancellationToken deadline)
    {
        PathDeleter.Shared.Delete(path, deadline);
        return default;
    }
}
