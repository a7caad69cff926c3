using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// The members of the BCL that fail, if at all, over a wrong argument or want of memory. By full type name, with the
/// members of that type that are no such thing.
/// </summary>
internal static class CalmMembers
{
    // Reading or connecting something, or a user's code inside; whatever the type is, these are worth protecting from.
    private static readonly string[] s_neverCalmPrefixes = { "Parse", "Deserialize", "ThrowIf", "ThrowException", "FromBase64", "FromHex", "ChangeType", "CreateInstance" };

    private static readonly Dictionary<string, string[]> s_types = new(StringComparer.Ordinal)
    {
        ["System.Object"] = Array.Empty<string>(),
        ["System.String"] = Array.Empty<string>(),
        ["System.Char"] = Array.Empty<string>(),
        ["System.Boolean"] = Array.Empty<string>(),
        ["System.Math"] = Array.Empty<string>(),
        ["System.MathF"] = Array.Empty<string>(),
        ["System.Array"] = Array.Empty<string>(),
        ["System.Buffer"] = Array.Empty<string>(),
        ["System.GC"] = Array.Empty<string>(),
        ["System.HashCode"] = Array.Empty<string>(),
        ["System.Random"] = Array.Empty<string>(),
        ["System.Tuple"] = Array.Empty<string>(),
        ["System.ValueTuple"] = Array.Empty<string>(),
        ["System.Nullable"] = Array.Empty<string>(),
        ["System.Enum"] = Array.Empty<string>(),
        ["System.Guid"] = Array.Empty<string>(),
        ["System.DateTime"] = Array.Empty<string>(),
        ["System.DateTimeOffset"] = Array.Empty<string>(),
        ["System.DateOnly"] = Array.Empty<string>(),
        ["System.TimeOnly"] = Array.Empty<string>(),
        ["System.TimeSpan"] = Array.Empty<string>(),
        ["System.TimeProvider"] = Array.Empty<string>(),
        ["System.Type"] = new[] { "GetType", "InvokeMember" },
        ["System.Version"] = Array.Empty<string>(),
        ["System.Uri"] = Array.Empty<string>(),
        ["System.Exception"] = Array.Empty<string>(),
        ["System.Delegate"] = new[] { "DynamicInvoke", "CreateDelegate" },
        ["System.Index"] = Array.Empty<string>(),
        ["System.Range"] = Array.Empty<string>(),
        ["System.Span"] = Array.Empty<string>(),
        ["System.ReadOnlySpan"] = Array.Empty<string>(),
        ["System.Memory"] = Array.Empty<string>(),
        ["System.ReadOnlyMemory"] = Array.Empty<string>(),
        ["System.MemoryExtensions"] = Array.Empty<string>(),
        ["System.ArraySegment"] = Array.Empty<string>(),
        ["System.StringComparer"] = Array.Empty<string>(),
        ["System.BitConverter"] = Array.Empty<string>(),
        ["System.FormattableString"] = Array.Empty<string>(),
        ["System.Convert"] = new[] { "ToByte", "ToInt16", "ToInt32", "ToInt64", "ToUInt16", "ToUInt32", "ToUInt64", "ToDouble", "ToSingle", "ToDecimal", "ToDateTime", "ToBoolean", "ToSByte" },
        ["System.Environment"] = new[] { "Exit", "FailFast", "ExpandEnvironmentVariables" },
        ["System.AppContext"] = Array.Empty<string>(),
        ["System.Console"] = new[] { "Read", "ReadLine", "ReadKey", "OpenStandardInput" },
        ["System.Linq.Enumerable"] = new[] { "First", "Last", "Single", "SingleOrDefault", "ElementAt", "Aggregate" },
        ["System.Text.StringBuilder"] = Array.Empty<string>(),
        ["System.Text.Encoding"] = new[] { "GetEncoding" },
        ["System.Text.RegularExpressions.Regex"] = Array.Empty<string>(),
        ["System.IO.Path"] = new[] { "GetTempFileName" },
        ["System.IO.MemoryStream"] = new[] { "CopyTo", "CopyToAsync", "WriteTo" },
        ["System.IO.StringWriter"] = Array.Empty<string>(),
        ["System.IO.StringReader"] = Array.Empty<string>(),
        ["System.IO.Stream"] = new[]
        {
            "Read", "ReadAsync", "ReadByte", "ReadExactly", "ReadExactlyAsync", "ReadAtLeast", "ReadAtLeastAsync", "Write", "WriteAsync", "WriteByte", "Flush",
            "FlushAsync", "CopyTo", "CopyToAsync", "Seek", "SetLength", "BeginRead", "BeginWrite", "EndRead", "EndWrite",
        },
        ["System.IO.Pipes.AnonymousPipeServerStream"] = Array.Empty<string>(),
        ["System.Diagnostics.Debug"] = Array.Empty<string>(),
        ["System.Diagnostics.Trace"] = Array.Empty<string>(),
        ["System.Diagnostics.TraceSource"] = Array.Empty<string>(),
        ["System.Diagnostics.Stopwatch"] = Array.Empty<string>(),
        ["System.Diagnostics.Activity"] = Array.Empty<string>(),
        ["System.Diagnostics.ActivitySource"] = Array.Empty<string>(),
        ["System.Diagnostics.Metrics.Meter"] = Array.Empty<string>(),
        ["System.Diagnostics.Metrics.Counter"] = Array.Empty<string>(),
        ["System.Diagnostics.Metrics.Histogram"] = Array.Empty<string>(),
        ["System.Threading.Interlocked"] = Array.Empty<string>(),
        ["System.Threading.Volatile"] = Array.Empty<string>(),
        ["System.Threading.Monitor"] = Array.Empty<string>(),
        ["System.Threading.Lock"] = Array.Empty<string>(),
        ["System.Threading.Thread"] = Array.Empty<string>(),
        ["System.Threading.ThreadPool"] = Array.Empty<string>(),
        ["System.Threading.Timer"] = Array.Empty<string>(),
        ["System.Threading.CancellationToken"] = new[] { "ThrowIfCancellationRequested" },
        ["System.Threading.CancellationTokenSource"] = Array.Empty<string>(),
        ["System.Threading.SemaphoreSlim"] = new[] { "Wait", "WaitAsync" },
        ["System.Threading.ManualResetEventSlim"] = new[] { "Wait" },
        ["System.Threading.EventWaitHandle"] = Array.Empty<string>(),
        ["System.Threading.Mutex"] = new[] { "OpenExisting" },
        ["System.Threading.ReaderWriterLockSlim"] = Array.Empty<string>(),
        ["System.Threading.AsyncLocal"] = Array.Empty<string>(),
        ["System.Threading.Tasks.Task"] = new[] { "Wait", "WaitAll", "WaitAny" },
        ["System.Threading.Tasks.ValueTask"] = Array.Empty<string>(),
        ["System.Threading.Tasks.TaskCompletionSource"] = Array.Empty<string>(),
        ["System.Threading.Tasks.TaskFactory"] = Array.Empty<string>(),
        ["System.Buffers.ArrayPool"] = Array.Empty<string>(),
        ["System.Buffers.MemoryPool"] = Array.Empty<string>(),
        ["System.Buffers.Binary.BinaryPrimitives"] = Array.Empty<string>(),
        ["System.Numerics.BitOperations"] = Array.Empty<string>(),
        ["System.Runtime.CompilerServices.Unsafe"] = Array.Empty<string>(),
        ["System.Runtime.CompilerServices.RuntimeHelpers"] = Array.Empty<string>(),
        ["System.Runtime.InteropServices.Marshal"] = new[] { "GetActiveObject", "BindToMoniker", "GetObjectForIUnknown", "Prelink" },
        ["System.Runtime.InteropServices.NativeMemory"] = Array.Empty<string>(),
        ["System.Runtime.InteropServices.MemoryMarshal"] = Array.Empty<string>(),
        ["System.Runtime.InteropServices.GCHandle"] = Array.Empty<string>(),
        ["System.Runtime.InteropServices.SafeHandle"] = Array.Empty<string>(),
        ["System.IDisposable"] = Array.Empty<string>(),
        ["System.IComparable"] = Array.Empty<string>(),
        ["System.IFormattable"] = Array.Empty<string>(),
        ["System.Net.Http.MultipartContent"] = new[] { "CopyTo", "CopyToAsync" },
        ["System.Net.Http.Headers.HttpHeaders"] = Array.Empty<string>(),
        ["System.Data.Common.DbParameterCollection"] = Array.Empty<string>(),
        ["System.Data.Common.DbConnection"] = new[]
        {
            "Open", "OpenAsync", "BeginTransaction", "BeginTransactionAsync", "ChangeDatabase", "ChangeDatabaseAsync", "EnlistTransaction", "GetSchema", "GetSchemaAsync",
        },
    };

    // Namespaces of which every type only keeps things, or computes in registers.
    private static readonly string[] s_namespaces = { "System.Collections", "System.Collections.Generic", "System.Collections.Concurrent", "System.Collections.Immutable", "System.Collections.ObjectModel", "System.Collections.Specialized", "System.Collections.Frozen", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.X86", "System.Runtime.Intrinsics.Arm", "System.Runtime.Intrinsics.Wasm" };

    private static readonly HashSet<string> s_calmOnCreation = new(StringComparer.Ordinal)
    {
        "System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Http.HttpClientHandler", "System.Net.Http.SocketsHttpHandler",
        "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Timers.Timer", "System.Diagnostics.Process", "System.Net.Sockets.NetworkStream",
        "System.Runtime.InteropServices.SafeHandle", "System.Data.Common.DbConnection", "System.Data.Common.DbCommand", "System.IO.TextWriter", "System.IO.TextReader",
        "System.Threading.EventWaitHandle", "System.Net.Sockets.TcpListener",
    };

    private static readonly HashSet<string> s_parsedOnCreation = new(StringComparer.Ordinal)
    {
        "System.Uri", "System.Text.RegularExpressions.Regex", "System.Net.Mail.MailAddress", "System.Globalization.CultureInfo", "System.Version",
    };

    /// <summary>Whether a method of the BCL is calm by this list, by its type's or by that of a base type it comes from.</summary>
    public static bool Contains(IMethodSymbol method)
    {
        string name = method.Name;
        // semaphore.Wait() without a token waits for as long as it takes.
        if (name == "Wait" && method.Parameters.IsEmpty && method.ContainingType is { Name: "SemaphoreSlim" or "ManualResetEventSlim", ContainingNamespace.Name: "Threading" })
            return true;
        // Whatever is wrong with a path, nothing is there.
        if (name == "Exists" && method.ContainingType is { Name: "File" or "Directory" } files && FullName(files) is "System.IO.File" or "System.IO.Directory")
            return true;
        if (s_neverCalmPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            return false;
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            // What derives from object inherits nothing but object's own methods, which are calm by name.
            if (type.SpecialType == SpecialType.System_Object && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType))
                return false;
            if (s_types.TryGetValue(FullName(type), out string[]? others))
                return !others.Contains(name, StringComparer.Ordinal) && !IsAddedToStream(method, type);
            if (s_namespaces.Contains(type.ContainingNamespace?.ToDisplayString(), StringComparer.Ordinal))
                return true;
        }

        return false;
    }

    // What a kind of stream can do beyond what all can is I/O of its own: a handshake, waiting for somebody to connect.
    private static bool IsAddedToStream(IMethodSymbol method, INamedTypeSymbol type) =>
        FullName(type) == "System.IO.Stream" && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType) && type.GetMembers(method.Name).IsEmpty;

    /// <summary>Creating one takes nothing from outside the process that could be refused.</summary>
    public static bool IsCalmOnCreation(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (s_calmOnCreation.Contains(FullName(current)))
                return true;
        }

        return false;
    }

    /// <summary>Its constructor parses text.</summary>
    public static bool IsParsedOnCreation(INamedTypeSymbol type) => s_parsedOnCreation.Contains(FullName(type));

    /// <summary>Its constructor reads what it wraps.</summary>
    public static bool ReadsOnCreation(INamedTypeSymbol type) => FullName(type) is "System.IO.Compression.ZipArchive";

    private static string FullName(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.{type.Name}";
}
