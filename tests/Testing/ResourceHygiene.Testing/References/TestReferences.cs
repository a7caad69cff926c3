using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Testing;

/// <summary>Metadata references for test compilations. Each file is read once per process and shared.</summary>
public static class TestReferences
{
    private static readonly ConcurrentDictionary<string, MetadataReference> Files = new(StringComparer.Ordinal);
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyNet10 = new(LoadNet10);
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyRuntime = new(LoadRuntime);

    /// <summary>The .NET 10 reference assemblies.</summary>
    public static ImmutableArray<MetadataReference> Net10 => LazyNet10.Value;

    /// <summary>The product's runtime assemblies that lie beside the running tests; empty for a test project that references none.</summary>
    public static ImmutableArray<MetadataReference> Runtime => LazyRuntime.Value;

    /// <summary>The assembly that defines <typeparamref name="T"/>.</summary>
    public static MetadataReference Of<T>() => Of(typeof(T));

    /// <summary>The assembly that defines <paramref name="type"/>.</summary>
    public static MetadataReference Of(Type type) => FromFile(type.Assembly.Location);

    /// <summary>The assembly in a file.</summary>
    public static MetadataReference FromFile(string path) => Files.GetOrAdd(path, static p => MetadataReference.CreateFromFile(p));

    private static ImmutableArray<MetadataReference> LoadNet10()
    {
        // The SDK that runs the tests carries the targeting pack. A machine with a bare runtime has only the
        // implementation assemblies, which declare the same API.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(framework, "../../../packs/Microsoft.NETCore.App.Ref"));
        string directory = Directory.Exists(packs)
            ? Directory.EnumerateDirectories(packs, "10.*").Select(d => Path.Combine(d, "ref", "net10.0")).Where(Directory.Exists).Max() ?? framework
            : framework;

        return [.. Directory.EnumerateFiles(directory, "*.dll").Order(StringComparer.Ordinal).Where(IsManaged).Select(FromFile)];
    }

    private static ImmutableArray<MetadataReference> LoadRuntime() =>
    [
        .. new[] { "ResourceHygiene.Abstractions.dll", "ResourceHygiene.dll", "ResourceHygiene.Workers.dll" }
            .Select(name => Path.Combine(AppContext.BaseDirectory, name))
            .Where(File.Exists)
            .Select(FromFile)
    ];

    private static bool IsManaged(string path)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith("System.", StringComparison.Ordinal)
            ? !name.EndsWith(".Native.dll", StringComparison.Ordinal)
            : name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "WindowsBase.dll";
    }
}
