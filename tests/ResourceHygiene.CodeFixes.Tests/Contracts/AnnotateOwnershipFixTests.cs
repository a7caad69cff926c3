using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.CodeFixes.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Contracts;

public sealed class AnnotateOwnershipFixTests
{
    [Fact]
    public Task The_result_is_annotated_on_a_line_of_its_own() => Verify(
        """
        using ResourceHygiene;

        public class C
        {
            public int Count;

            /// <summary>The log.</summary>
            public Stream [|Log|](string path) => File.OpenRead(path);
        }
        """,
        """
        using ResourceHygiene;

        public class C
        {
            public int Count;

            /// <summary>The log.</summary>
            [return: Owned]
            public Stream Log(string path) => File.OpenRead(path);
        }
        """);

    [Fact]
    public Task It_comes_before_other_annotations() => Verify(
        """
        using ResourceHygiene;

        public class C
        {
            // The log.
            [Obsolete]
            public Stream [|Log|](string path) => File.OpenRead(path);
        }
        """,
        """
        using ResourceHygiene;

        public class C
        {
            // The log.
            [return: Owned]
            [Obsolete]
            public Stream Log(string path) => File.OpenRead(path);
        }
        """);

    [Fact]
    public Task Without_an_import_the_name_is_written_out() => Verify(
        """
        public class C
        {
            public Stream [|Log|](string path) => File.OpenRead(path);
        }
        """,
        """
        public class C
        {
            [return: global::ResourceHygiene.Owned]
            public Stream Log(string path) => File.OpenRead(path);
        }
        """);

    [Fact]
    public Task Another_attribute_of_that_name_is_not_meant() => Verify(
        """
        using ResourceHygiene;

        public class OwnedAttribute : Attribute;

        public class C
        {
            public Stream [|Log|](string path) => File.OpenRead(path);
        }
        """,
        """
        using ResourceHygiene;

        public class OwnedAttribute : Attribute;

        public class C
        {
            [return: global::ResourceHygiene.Owned]
            public Stream Log(string path) => File.OpenRead(path);
        }
        """);

    [Fact]
    public Task An_out_parameter_is_annotated_in_place() => Verify(
        """
        using ResourceHygiene;

        public class C
        {
            public bool TryLog(string path, out Stream [|log|]) { log = File.OpenRead(path); return true; }
        }
        """,
        """
        using ResourceHygiene;

        public class C
        {
            public bool TryLog(string path, [Owned] out Stream log) { log = File.OpenRead(path); return true; }
        }
        """);

    [Fact]
    public Task Fix_all() => Verify(
        """
        using ResourceHygiene;

        public class C
        {
            public Stream [|One|](string path) => File.OpenRead(path);

            public async Task<Stream> [|TwoAsync|](string path)
            {
                await Task.Yield();
                return File.OpenRead(path);
            }
        }
        """,
        """
        using ResourceHygiene;

        public class C
        {
            [return: Owned]
            public Stream One(string path) => File.OpenRead(path);

            [return: Owned]
            public async Task<Stream> TwoAsync(string path)
            {
                await Task.Yield();
                return File.OpenRead(path);
            }
        }
        """);

    [Fact]
    public Task What_hides_the_obligation_needs_another_type() => CodeFixVerifier<ContractAnalyzer, AnnotateOwnershipFix>.VerifyNoFixAsync(
        """
        public class Shape;

        public class FileShape : Shape, IDisposable
        {
            public void Dispose() => Console.Write(1);
        }

        public class C
        {
            public Shape [|Get|]() => new FileShape();
        }
        """);

    private static Task Verify(string source, string fixedSource) => CodeFixVerifier<ContractAnalyzer, AnnotateOwnershipFix>.VerifyAsync(source, fixedSource);
}
