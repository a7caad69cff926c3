using System.Collections.Immutable;
using System.Reflection;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// The contracts that are embedded in this assembly. A file that begins with a section (<c>@ Assembly</c>) is about libraries:
/// it is read when a compilation that references one of them asks for the first time, and costs nothing before. What the
/// other files say counts everywhere. Thread-safe; lives as long as the process, like the files.
/// </summary>
internal static class BuiltInContracts
{
    private const string Section = "\n@ ";
    private static readonly char[] s_space = { ' ', '\r' };

    private static readonly Lazy<ContractIndex> s_core = new(() => Read(Files().Where(static file => !IsAboutLibraries(file.Text))));
    private static readonly Lazy<Dictionary<string, ImmutableArray<Lazy<ContractIndex>>>> s_libraries = new(ByAssembly);

    /// <summary>What counts in every compilation.</summary>
    public static ContractIndex Core => s_core.Value;

    /// <summary>The files about an assembly; empty for most.</summary>
    /// <param name="assembly">Its simple name.</param>
    public static IEnumerable<ContractIndex> About(string assembly) =>
        s_libraries.Value.TryGetValue(assembly, out ImmutableArray<Lazy<ContractIndex>> files) ? files.Select(static file => file.Value) : Enumerable.Empty<ContractIndex>();

    /// <summary>The files about any of the assemblies, each once.</summary>
    public static ImmutableArray<ContractIndex> AboutAny(IEnumerable<string> assemblies) => assemblies.SelectMany(About).Distinct().ToImmutableArray();

    /// <summary>All files about libraries.</summary>
    public static ImmutableArray<ContractIndex> Libraries => AboutAny(s_libraries.Value.Keys);

    private static Dictionary<string, ImmutableArray<Lazy<ContractIndex>>> ByAssembly() =>
        Files().Where(static file => IsAboutLibraries(file.Text))
            .Select(static file => (Assemblies: AssembliesIn(file.Text), Index: new Lazy<ContractIndex>(() => Read(new[] { file }))))
            .SelectMany(static file => file.Assemblies.Select(assembly => (Assembly: assembly, file.Index)))
            .GroupBy(static pair => pair.Assembly, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => group.Select(static pair => pair.Index).ToImmutableArray(), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<(string Name, string Text)> Files()
    {
        Assembly assembly = typeof(BuiltInContracts).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(ContractFiles.Suffix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            yield return (name, reader.ReadToEnd());
        }
    }

    // The first line that is neither empty nor a comment.
    private static bool IsAboutLibraries(string text)
    {
        int start = 0;
        while (start < text.Length && text[start] is '#' or '\r' or '\n')
        {
            int end = text.IndexOf('\n', start);
            start = end < 0 ? text.Length : end + 1;
        }

        return start < text.Length && text[start] == '@';
    }

    private static HashSet<string> AssembliesIn(string text)
    {
        var assemblies = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string searched = "\n" + text;
        for (int at = searched.IndexOf(Section, StringComparison.Ordinal); at >= 0; at = searched.IndexOf(Section, at + 1, StringComparison.Ordinal))
        {
            int start = at + Section.Length;
            int end = searched.IndexOf('\n', start);
            assemblies.UnionWith(searched.Substring(start, (end < 0 ? searched.Length : end) - start).Split(s_space, StringSplitOptions.RemoveEmptyEntries));
        }

        return assemblies;
    }

    private static ContractIndex Read(IEnumerable<(string Name, string Text)> files)
    {
        var lines = new List<ContractLine>();
        foreach ((string name, string text) in files)
        {
            lines.AddRange(ContractParser.Parse(text, out ImmutableArray<ContractError> errors));
            if (!errors.IsEmpty)
                throw new InvalidOperationException($"{name}({errors[0].Line}): {errors[0].Problem}; {errors[0].Remedy}");
        }

        return new ContractIndex(lines);
    }
}
