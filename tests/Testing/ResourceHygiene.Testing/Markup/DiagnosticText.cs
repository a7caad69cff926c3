using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>Diagnostics as a person wants to read them in a failed test: position, id, message, and the source line underlined.</summary>
internal static class DiagnosticText
{
    public static string Of(Diagnostic diagnostic)
    {
        string severity = diagnostic.Severity.ToString().ToLowerInvariant();
        string what = $"{severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
        if (diagnostic.Location == Location.None)
            return $"(no location) {what}";

        string position = Position(FileSpan.PathOf(diagnostic.Location), diagnostic.Location.GetLineSpan().StartLinePosition);
        string excerpt = diagnostic.Location.SourceTree is { } tree ? Excerpt(tree.GetText(), diagnostic.Location.SourceSpan) : "";
        return $"{position} {what}{excerpt}";
    }

    public static string All(IEnumerable<Diagnostic> diagnostics) => string.Join('\n', diagnostics.Select(Of));

    public static string Position(string path, LinePosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}({position.Line + 1},{position.Character + 1}):");

    public static string Excerpt(SourceText text, TextSpan span)
    {
        TextLine line = text.Lines.GetLineFromPosition(span.Start);
        int length = Math.Max(1, Math.Min(span.End, line.End) - span.Start);
        return $"\n      {line.ToString().Replace('\t', ' ')}\n      {new string(' ', span.Start - line.Start)}{new string('~', length)}";
    }
}
