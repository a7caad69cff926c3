using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Benchmarks.Inputs;

/// <summary>
/// This repository's own sources, as often as it takes to make a library of the wanted size. In each copy each group of
/// projects gets a root namespace of its own, so that the copies do not know each other.
/// </summary>
internal static class RepeatedSources
{
    private const string Root = "ResourceHygiene";
    private const string Solution = Root + ".sln";

    // What ImplicitUsings would add.
    private const string GlobalUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    // A project and the shared sources that are linked into it make one group. Fixes and packages
    // for other hosts are left out: they would need references that nothing else in this process needs.
    private static readonly (string Name, string[] Folders)[] s_groups =
    [
        ("Runtime", ["src/Runtime/ResourceHygiene.Abstractions", "src/Runtime/ResourceHygiene"]),
        ("Analyzers", ["src/Analyzers/ResourceHygiene.Analyzers", "src/Shared"]),
        ("Generators", ["src/Generators", "src/Shared"]),
    ];

    /// <summary>A library of at least <paramref name="lines"/> lines.</summary>
    public static Workload Create(int lines) => Create(lines, s_groups);

    /// <summary>A part of them that is small and yet has a bit of everything, to warm up with.</summary>
    public static Workload CreateSmall() => Create(lines: 1, s_groups[^1..]);

    private static Workload Create(int lines, (string Name, string[] Folders)[] groups)
    {
        string root = FindRepository();
        ImmutableArray<(string Group, string Path, SourceText Text)> originals =
        [
            .. groups.SelectMany(group => group.Folders
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
                .Where(static path => !IsLeftOut(path))
                .Order(StringComparer.Ordinal)
                .Select(path => (group.Name, path, ReadText(path))))
        ];
        if (originals.IsEmpty)
            throw new InvalidOperationException($"There are no sources under {root}.");

        var files = ImmutableArray.CreateBuilder<SourceFile>();
        files.Add(new SourceFile("GlobalUsings.cs", SourceText.From(GlobalUsings, Encoding.UTF8)));
        for (int copy = 1, total = 0; total < lines; copy++)
        {
            foreach ((string group, string path, SourceText text) in originals)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{group}{copy}");
                SourceText renamed = Rename(text, name);
                files.Add(new SourceFile($"{name}/{Path.GetRelativePath(root, path)}", renamed));
                total += renamed.Lines.Count;
            }
        }

        return new Workload(
            "Repeated",
            files.ToImmutable(),
            FrameworkReferences.Load().AddRange(FrameworkReferences.FromFiles([typeof(Compilation).Assembly.Location, typeof(CSharpCompilation).Assembly.Location])),
            CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithPreprocessorSymbols("NET", "NET8_0_OR_GREATER", "NET10_0_OR_GREATER"),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
    }

    // By token, so that names in strings (attributes are looked up by them) and in documentation stay as they are.
    private static SourceText Rename(SourceText text, string name)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest)).GetRoot();
        return text.WithChanges(root.DescendantTokens()
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == Root)
            .Select(token => new TextChange(token.Span, name)));
    }

    // Polyfills declare what the framework that the copies are compiled against already has.
    private static bool IsLeftOut(string path)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar);
        return parts.Contains("obj") || parts.Contains("bin") || parts.Contains("Polyfills");
    }

    private static SourceText ReadText(string path)
    {
        using FileStream file = File.OpenRead(path);
        return SourceText.From(file, Encoding.UTF8);
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Solution)))
                return directory.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository, whose sources are the input; use --project.");
    }
}
