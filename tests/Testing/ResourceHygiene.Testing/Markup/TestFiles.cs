using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ResourceHygiene.Testing;

/// <summary>Files of a test project, in order. A source without a name is called <c>Test0.cs</c>, <c>Test1.cs</c>, and so on.</summary>
public sealed class TestFiles : Collection<(string Path, string Text)>
{
    /// <summary>Every test file lies in this directory; an <c>.editorconfig</c> of a test does too.</summary>
    public const string Directory = "/0/";

    public void Add(string text) => Add(($"Test{Count}.cs", text));

    public void Add(string path, string text) => Add((path, text));

    internal ImmutableArray<MarkupFile> Parse() =>
        [.. this.Select(static file => MarkupFile.Parse(FullPath(file.Path), file.Text))];

    internal static string FullPath(string path) => path.StartsWith('/') ? path : Directory + path;
}
