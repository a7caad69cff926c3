using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators.Benchmarks.Driving;

/// <summary>A project with so many annotated types, ten a file, and one file without any.</summary>
/// <remarks>
/// Not one a file: for each declaration whose attributes are bound, the compiler looks through the parts of its namespaces, which are as many as
/// files. With 10,000 of them that would hide what is measured, and take the time of everything else together.
/// </remarks>
internal sealed class AnnotatedProject
{
    private const int TypesOfFile = 10;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp13);
    private static readonly MetadataReference[] s_references = References();

    private readonly SyntaxTree[] _annotated;
    private readonly int[] _firstFile;
    private readonly SyntaxTree _other;
    private int _edits;

    public AnnotatedProject(int types)
    {
        _annotated = [.. Enumerable.Range(0, types).Chunk(TypesOfFile).Select(static numbers => Parse(AnnotatedFile(numbers, "number")))];
        _firstFile = [.. Enumerable.Range(0, Math.Min(types, TypesOfFile))];
        _other = Parse(Unannotated(0));
    }

    /// <summary>A compilation of the same trees that has bound nothing yet, as after opening the project.</summary>
    public CSharpCompilation Open() => CSharpCompilation.Create(
        "Annotated", [.. _annotated, _other], s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The next key is hit in the file without annotated types.</summary>
    public CSharpCompilation EditElsewhere(CSharpCompilation project) =>
        project.ReplaceSyntaxTree(_other, Parse(Unannotated(++_edits)));

    /// <summary>The resource type's name of the first annotated type is changed.</summary>
    public CSharpCompilation EditAnnotated(CSharpCompilation project) =>
        project.ReplaceSyntaxTree(_annotated[0], Parse(AnnotatedFile(_firstFile, string.Create(CultureInfo.InvariantCulture, $"edit{++_edits}"))));

    private static SyntaxTree Parse(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), s_options);
        // Nodes are made by whoever is the first to ask for them; that is to be none of those who are measured.
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            GC.KeepAlive(node);
        return tree;
    }

    private static string AnnotatedFile(int[] numbers, string firstResourceType) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        using System.IO;
        using ResourceHygiene;

        namespace Annotated.Part{numbers[0] / 50};

        {string.Join("\n\n", numbers.Select(number => AnnotatedType(number, number == numbers[0] ? firstResourceType : "number")))}
        """);

    // What is typical: an owner of two things that need one another, a property, two capabilities.
    private static string AnnotatedType(int number, string resourceType) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        [TrackedResource(Type = "{{resourceType}}", Priority = ReleasePriority.Low)]
        public sealed partial class Owner{{number}}
        {
            [Owned] private readonly Stream _stream;
            [Owned(After = nameof(_stream))] private readonly StreamReader _reader;

            public Owner{{number}}(string path)
            {
                _stream = File.OpenRead(path);
                _reader = new StreamReader(_stream);
                Track(name: path);
            }

            [TrackedResource(Type = "cache")]
            public partial MemoryStream? Cache { get; set; }

            [Trim] private long Shrink(TrimRequest request) => 0;
            [Persist] private void Save(ReleaseContext context) { }

            public int Next() => _reader.Read();
        }
        """);

    private static string Unannotated(int edit) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        namespace Annotated;

        public static class Elsewhere
        {
            public static int Edit() => {{edit}};
        }
        """);

    private static MetadataReference[] References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(TrackedResourceAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ResourceTracker).Assembly.Location),
    ];
}
