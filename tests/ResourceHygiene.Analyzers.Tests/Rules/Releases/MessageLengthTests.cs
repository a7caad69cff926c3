using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Rules;

namespace ResourceHygiene.Analyzers.Tests.Rules.Releases;

/// <summary>A message fits into a line of an error list, whatever the names in it are.</summary>
public sealed class MessageLengthTests
{
    private const int Longest = 160;

    // As long as names get in generated code; {0} and {1} in the sources below.
    private const string LongVariable = "theConnectionThatTheBackgroundImporterOfCustomerRecordsKeepsOpen";
    private const string LongMember = "ReleaseEverythingThatTheBackgroundImporterOfCustomerRecordsKeepsOpen";

    [Theory]
    [InlineData("RH3001", "var {0} = new Handle(); {0}.{1}(); {0}.{1}(); return null;")]
    [InlineData("RH3002", "var {0} = new Handle(); if (flag) {0}.{1}(); {0}.{1}(); return null;")]
    [InlineData("RH3003", "var {0} = new Handle(); {0}.{1}(); {0}.Use(); return null;")]
    [InlineData("RH3004", "if (flag) given.{1}(); var {0} = given; {0}.Use(); return null;")]
    [InlineData("RH3005", "var {0} = new Handle(); {0}.{1}(); return {0};")]
    [InlineData("RH3005", "var {0} = new Handle(); {0}.{1}(); _{0} = {0}; return null;")]
    [InlineData("RH3006", "var {0} = new Handle(); var {0}AsBytes = {0}.AsSpan(); {0}.{1}(); {0}AsBytes.Clear(); return null;")]
    public async Task Long_names_are_shortened(string id, string statements)
    {
        string body = statements
            .Replace("{0}", LongVariable, StringComparison.Ordinal)
            .Replace("{1}", LongMember, StringComparison.Ordinal);
        string source =
            $$"""
            using System;
            using ResourceHygiene;

            [MustRelease(nameof({{LongMember}}))]
            class Handle
            {
                public extern void Use();
                public extern Span<byte> AsSpan();
                public extern void {{LongMember}}();
            }

            class C
            {
                private Handle? _{{LongVariable}};
                Handle? M(bool flag, Handle given) { {{body}} }
            }
            """;

        ImmutableArray<Diagnostic> diagnostics = await DiagnosticsOf(source);

        Diagnostic diagnostic = Assert.Single(diagnostics, diagnostic => diagnostic.Id == id);
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        Assert.True(message.Length <= Longest, $"{message.Length} characters: {message}");
        Assert.Contains("…", message, StringComparison.Ordinal);
    }

    private static Task<ImmutableArray<Diagnostic>> DiagnosticsOf(string source)
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Messages",
            [CSharpSyntaxTree.ParseText(source)],
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.DoesNotContain(compilation.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return compilation.WithAnalyzers([new OwnershipAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
