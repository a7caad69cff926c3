using System.Runtime.CompilerServices;

namespace ResourceHygiene.Hosting.Tests;

/// <summary>What the documentation shows is what is tested.</summary>
internal static class Documentation
{
    /// <summary>The first fenced block of a language in a page.</summary>
    public static string Block(string page, string language, [CallerFilePath] string thisFile = "")
    {
        var directory = new FileInfo(thisFile).Directory;
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, page)))
            directory = directory.Parent;

        var text = File.ReadAllText(Path.Combine(directory!.FullName, page)).ReplaceLineEndings("\n");
        var start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }
}
