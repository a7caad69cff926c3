using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>A stretch of a named file: what the expected and the actual side of a comparison both come down to.</summary>
internal readonly record struct FileSpan(string Path, TextSpan Span)
{
    public static FileSpan Of(Location location) => new(PathOf(location), location.SourceSpan);

    public static string PathOf(Location location) => location.SourceTree?.FilePath ?? location.GetLineSpan().Path ?? "";

    public override string ToString() => $"{System.IO.Path.GetFileName(Path)}{Span}";
}
