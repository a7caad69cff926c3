using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Summaries;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Summaries;

/// <summary>Summaries that nobody of ours wrote: what is read of them, and that the rest does no harm.</summary>
public sealed class FormatTests
{
    private const string Library =
        """
        public class L
        {
            public static Stream Reader(string p) => null!;
            public static Stream Reader() => null!;
            public static void Finish(Stream s) { }
            public static void Finish(Stream s, bool leaveOpen) { }
            public static Stream Wrapped(Stream s) => null!;
            public static void Hold(Stream s) { }
        }
        """;

    [Theory]
    [InlineData("M:L.Reader(System.String) owned")]
    [InlineData("\r\n\r\n  M:L.Reader(System.String)   owned ; tier critical # because\r\n")]
    [InlineData("M:L.Gone(System.String) owned\nM:L.Reader(System.String) owned\nT:Gone.Too tier none")]
    [InlineData("M:L.Reader(System.String) invented p\nM:L.Reader(System.String) owned\nnonsense\n;;;\nM:")]
    [InlineData("M:L.Reader(System.String) owned\nM:L.Reader(System.String) borrowed")]
    public Task What_can_be_read_counts(string summary) => VerifyAsync(
        $"[assembly: OwnershipSummary(1, {Literal(summary)})]", "void Leaks(string p) { var s = [|L.Reader(p)|]; s.ReadByte(); }");

    [Fact]
    public Task A_summary_may_come_in_pieces() => VerifyAsync(
        """
        [assembly: OwnershipSummary(1, "M:L.Reader(System.String) owned")]
        [assembly: OwnershipSummary(1, "M:L.Finish(System.IO.Stream) releases s")]
        """,
        """
        void Leaks(string p) { var s = [|L.Reader(p)|]; s.ReadByte(); }
        void Finishes(string p) { var s = L.Reader(p); L.Finish(s); }
        """);

    [Fact]
    public Task A_line_is_about_one_overload() => VerifyAsync(
        """
        [assembly: OwnershipSummary(1, "M:L.Reader owned\nM:L.Finish(System.IO.Stream,System.Boolean) releases s unless leaveOpen")]
        """,
        """
        void Leaks() { var s = [|L.Reader()|]; s.ReadByte(); }
        void Other(string p) { var s = L.Reader(p); s.ReadByte(); }
        void Finishes() { var s = L.Reader(); L.Finish(s, leaveOpen: false); }
        void Keeps() { var s = [|L.Reader()|]; L.Finish(s, leaveOpen: true); }
        void OtherFinish() { var s = [|L.Reader()|]; L.Finish(s); }
        """);

    [Fact]
    public Task Every_role_can_be_said() => VerifyAsync(
        """
        [assembly: OwnershipSummary(1, "M:L.Wrapped(System.IO.Stream) owned; keeps s\nM:L.Hold(System.IO.Stream) escapes s")]
        """,
        """
        void Kept(string p) { using var s = L.Wrapped(File.OpenRead(p)); }
        void KeptAndLost(string p) { var s = [|L.Wrapped(File.OpenRead(p))|]; }
        void Escapes(string p) { var s = File.OpenRead(p); L.Hold(s); }
        """);

    [Theory]
    [InlineData("[assembly: OwnershipSummary(0, \"M:L.Reader(System.String) owned\")]")]
    [InlineData("[assembly: OwnershipSummary(2, \"M:L.Reader(System.String) owned\")]")]
    [InlineData("[assembly: OwnershipSummary(1, null!)]")]
    [InlineData("[assembly: OwnershipSummary(1, \"\")]")]
    [InlineData("[assembly: OwnershipSummary(1, \"M:L.Reader(System.String\\0 owned\")]")]
    [InlineData("[assembly: OwnershipSummary(1, \"M:L.Reader(System.String) owned when\")]")]
    [InlineData("[assembly: OwnershipSummary(1, \"M:L.Reader(System.Int32) owned\\nM:.Reader owned\\nM:L.#ctor owned; takes this; alias that\")]")]
    public Task Another_version_and_what_cannot_be_read_says_nothing(string attribute) => VerifyAsync(
        attribute, "void Reads(string p) { var s = L.Reader(p); s.ReadByte(); }");

    [Theory]
    [InlineData("OwnershipSummaryAttribute(params object[] parts)", "OwnershipSummary(1, \"M:L.Reader(System.String) owned\")")]
    [InlineData("OwnershipSummaryAttribute(string text)", "OwnershipSummary(\"M:L.Reader(System.String) owned\")")]
    [InlineData("OwnershipSummaryAttribute(long version, string text)", "OwnershipSummary(1, \"M:L.Reader(System.String) owned\")")]
    [InlineData("OwnershipSummaryAttribute(object version, Type[] text)", "OwnershipSummary(1, new[] { typeof(int) })")]
    public Task An_attribute_of_the_same_name_and_another_shape_says_nothing(string constructor, string use)
    {
        GeneratorTest<OwnershipSummaryGenerator> library = new()
        {
            TestCode =
                $$"""
                using System;
                using System.IO;
                [assembly: ResourceHygiene.{{use}}]
                namespace ResourceHygiene { internal sealed class OwnershipSummaryAttribute : Attribute { public {{constructor}} { } } }
                {{Library}}
                """,
            ReferenceRuntime = false,
            AssemblyName = "Library",
            BuildProperties = { ["ResourceHygieneSummaries"] = "false" },
            AllowedCompilerDiagnostics = { "CS1591" },
        };

        return SummaryCode.UseAsync(library.CompileToReference(), "void Reads(string p) { var s = L.Reader(p); s.ReadByte(); }");
    }

    [Fact]
    public Task Annotations_win() => VerifyAsync(
        """
        [assembly: OwnershipSummary(1, "M:A.Reader(System.String) owned\nM:A.Finish(System.IO.Stream) releases s")]
        public static class A
        {
            [return: Borrowed] public static Stream Reader(string p) => null!;
            public static void Finish([Borrowed] Stream s) { }
        }
        """,
        """
        void Reads(string p) { var s = A.Reader(p); s.ReadByte(); }
        void Lends(string p) { var s = [|File.OpenRead(p)|]; A.Finish(s); }
        """);

    [Fact]
    public Task Contract_files_win() => VerifyAsync(
        """
        [assembly: OwnershipSummary(1, "M:Microsoft.AspNetCore.Http.Results.Stream(System.IO.Stream) borrowed stream\nT:Microsoft.Extensions.DependencyInjection.IServiceScope tier none")]
        namespace Microsoft.AspNetCore.Http { public static class Results { public static int Stream(Stream stream) => 0; } }
        namespace Microsoft.Extensions.DependencyInjection { public interface IServiceScope : IDisposable { } public static class L2 { public static IServiceScope CreateOne() => null!; } }
        """,
        """
        int Hands(string p) { var s = File.OpenRead(p); return Microsoft.AspNetCore.Http.Results.Stream(s); }
        void Owes() { var s = [|Microsoft.Extensions.DependencyInjection.L2.CreateOne()|]; s.ToString(); }
        """);

    [Fact]
    public void A_member_whose_analysis_failed_is_named_in_the_generated_file()
    {
        // No source is known that makes the analysis fail; what is printed when one does is tested without one.
        Assembly analyzers = typeof(OwnershipSummaryGenerator).Assembly;
        object model = Activator.CreateInstance(
            analyzers.GetType("ResourceHygiene.Analyzers.Summaries.SummaryModel", throwOnError: true)!, "M:L.A owned\n", "M:L.B: System.Exception: odd\n")!;
        var text = (SourceText)analyzers.GetType("ResourceHygiene.Analyzers.Summaries.SummaryEmitter", throwOnError: true)!
            .GetMethod("Emit")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [model], CultureInfo.InvariantCulture)!;

        Assert.Equal(
            """
            // <auto-generated/>
            #pragma warning disable
            // Left out, because its analysis failed: M:L.B: System.Exception: odd
            [assembly: global::ResourceHygiene.OwnershipSummary(1, @"
            M:L.A owned
            ")]

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    private static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    private static Task VerifyAsync(string attributes, string members)
    {
        var library = SummaryCode.Library(attributes + "\n" + Library);
        library.BuildProperties["ResourceHygieneSummaries"] = "false";
        return SummaryCode.UseAsync(library.CompileToReference(), members);
    }
}
