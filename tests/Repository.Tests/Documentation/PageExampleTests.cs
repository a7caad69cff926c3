using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Documentation;

/// <summary>
/// What the README and the pages about the runtime show can be typed: it parses, and every type, member and argument of ours is there. Only the names of
/// variables and methods that begin with a small letter (<c>path</c>, <c>model</c>), and the names listed here, are left to the reader. Blocks that an ellipsis
/// abridges elsewhere than in the body of a member are skipped.
/// </summary>
public sealed partial class PageExampleTests
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Collections.Immutable;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Runtime.CompilerServices;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using ResourceHygiene;
        global using ResourceHygiene.Cuda;
        global using ResourceHygiene.Hosting;
        global using ResourceHygiene.Workers;
        global using TorchSharp;

        // Of what is unknown nothing can be inferred or generated.
        public sealed class FrameCache : IDisposable
        {
            public static extern FrameCache Load(string path);
            public extern void Dispose();
        }

        public sealed class Classifier() : torch.nn.Module<torch.Tensor, torch.Tensor>("classifier")
        {
            public override torch.Tensor forward(torch.Tensor input) => input;
        }
        """;

    // What only the program around an example declares, and a program whose end the example does not show.
    private static readonly ImmutableHashSet<string> s_leftToTheReader = ["CS0103", "CS0246", "CS0161"];

    // The reader's own types and methods, and those of other libraries. Were one of ours among them, nobody would miss it when it goes.
    private static readonly ImmutableHashSet<string> s_namesOfTheReader =
    [
        "Assert", "Board", "BufferedCommandResult", "Cli", "CliWrap", "Close", "CodecLibrary",
        "CommandResultValidation", "CUDA", "DeleteAsync", "DeleteWorkDirectory", "ExportAsync", "FrameRenderer", "FrameRendererClient",
        "IdleFiles", "Network", "Process", "RenderClip", "RenderOrder", "RenderWithoutCache", "RunAsync",
        "Show", "Step", "SubtitleFile", "Uplink", "Use", "Video",
    ];

    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    public static TheoryData<string> Pages =>
        [.. RepositoryFiles.All.Where(static file => file is "README.md" or "samples/README.md" || (Path.GetDirectoryName(file) is "docs" && Path.GetExtension(file) is ".md"))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_shows_can_be_typed(string page) =>
        Nothing.In(Code().Matches(RepositoryFiles.Read(page).ReplaceLineEndings("\n"))
            .Select(static block => Spelled(block.Value))
            .Where(static code => !code.Contains('…', StringComparison.Ordinal))
            .SelectMany(Faults));

    [Theory]
    [InlineData("ResourceTracker.Shared.NoSuchMember();", "CS1061")]
    [InlineData("var budget = new ResourceBudget(ResourceCleaner.Shared, limitMegabytes: 24);", "CS1739")]
    [InlineData("[TrackedResource(Kind = 3)] sealed partial class Cache { }", "CS0246")]
    [InlineData("NoSuchTracker.Shared.Track(1);", "CS0103")]
    [InlineData("void Keep([Ownd] Stream input) { }", "CS0246")]
    [InlineData("NoSuchBudget<int> budget = null!;", "CS0246")]
    [InlineData("using var exit = ExitCleanup.Install(;", "CS1026")]
    public void What_is_not_there_is_found(string code, string id) => Assert.Contains(Faults(code), fault => fault.Contains(id, StringComparison.Ordinal));

    // Bodies that do not matter are written as an ellipsis.
    private static string Spelled(string code) =>
        code.Replace("=> …;", "=> throw new NotImplementedException();", StringComparison.Ordinal)
            .Replace("{ … }", "{ throw new NotImplementedException(); }", StringComparison.Ordinal);

    // A program, members of a class, or both one after the other: whatever explains an example best is what it is.
    private static IEnumerable<string> Faults(string code)
    {
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(code, s_parse).GetCompilationUnitRoot();
        string usings = string.Concat(root.Usings.Select(static directive => directive.ToFullString()));
        MemberDeclarationSyntax[] statements = [.. root.Members.OfType<GlobalStatementSyntax>()];
        string program = usings + Text(statements) + Text(root.Members.Except(statements));
        string members = $"{usings}partial class Example {{ {Text(root.Members)} }}";
        return new[] { program, members }
            .Select(Unexplained)
            .MinBy(static errors => errors.Length)!
            .Select(error => $"{error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}\n{code}");
    }

    private static string Text(IEnumerable<MemberDeclarationSyntax> members) => string.Concat(members.Select(static member => member.ToFullString()));

    private static bool IsLeftToTheReader(Diagnostic error)
    {
        if (!s_leftToTheReader.Contains(error.Id) || error.Id == "CS0161")
            return error.Id == "CS0161";
        string named = error.Location.SourceTree!.GetText().ToString(error.Location.SourceSpan).Split('<')[0];
        return named.Length == 0 || char.IsLower(named[0]) || s_namesOfTheReader.Contains(named);
    }

    private static Diagnostic[] Unexplained(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, s_parse);
        bool isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Example",
            [tree, CSharpSyntaxTree.ParseText(Usings, s_parse)],
            References(),
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        IEnumerable<ISourceGenerator> generators = Assembly.Load("ResourceHygiene.Generators").GetTypes()
            .Where(static type => !type.IsAbstract && typeof(IIncrementalGenerator).IsAssignableFrom(type))
            .Select(static type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator());
        CSharpGeneratorDriver.Create(generators, parseOptions: s_parse).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return
        [
            .. generated.GetDiagnostics()
                .Where(static error => error.Severity == DiagnosticSeverity.Error)
                .Where(static error => !IsLeftToTheReader(error))
        ];
    }

    private static IEnumerable<MetadataReference> References() =>
    [
        .. TestReferences.Net10,
        .. TestReferences.Runtime,
        .. new[] { "ResourceHygiene.Cuda.dll", "ResourceHygiene.Hosting.dll", "ResourceHygiene.TorchSharp.dll", "TorchSharp.dll" }
            .Select(static name => TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, name))),
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(WebApplication).Assembly.Location)!, "Microsoft.*.dll").Select(TestReferences.FromFile),
    ];

    [GeneratedRegex("(?<=```csharp\n).*?(?=```)", RegexOptions.Singleline)]
    private static partial Regex Code();
}
