using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators.Benchmarks.Driving;

/// <summary>A project with so many annotated types, one a file, and one file without any.</summary>
internal sealed class AnnotatedProject
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp13);
    private static readonly MetadataReference[] s_references = References();

    private readonly SyntaxTree[] _annotated;
    private readonly SyntaxTree _other;
    private int _edits;

    public AnnotatedProject(int types)
    {
        _annotated = [.. Enumerable.Range(0, types).Select(static number => Parse(AnnotatedType(number, "number")))];
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
        project.ReplaceSyntaxTree(_annotated[0], Parse(AnnotatedType(0, string.Create(CultureInfo.InvariantCulture, $"edit{++_edits}"))));

    private static SyntaxTree Parse(string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), s_options);

    // What is typical: an owner of two things that need one another, a property, two capabilities.
    private static string AnnotatedType(int number, string resourceType) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        using System.IO;
        using ResourceHygiene;

        namespace Annotated.Part{{number / 50}};

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
