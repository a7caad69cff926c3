namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>An argument that the callee only looks at.</summary>
public sealed class DiagnosticsArguments
{
    [Fact]
    public Task Of_a_source_method() => LeakCode.InClass(
        """
        static int Read(Stream stream) => stream.ReadByte();

        int M(string path) => Read({|RH1004:File.OpenRead(path)|});
        """);

    [Fact]
    public Task Of_a_library_method() => LeakCode.InMethod("given.CopyTo({|RH1004:File.Create(path)|});");

    [Fact]
    public Task Of_a_parser() => LeakCode.InMethod("using var document = System.Text.Json.JsonDocument.Parse({|RH1004:File.OpenRead(path)|});");

    [Fact]
    public Task Of_an_extension_method() => LeakCode.InFile(
        """
        static class Extensions { public static int First(this Stream stream) => stream.ReadByte(); }
        class C
        {
            int M(string path) => {|RH1004:File.OpenRead(path)|}.First();
        }
        """);

    [Fact]
    public Task Nested_in_a_wrapper() => LeakCode.InClass(
        """
        static string? Read(TextReader reader) => reader.ReadLine();

        void M(string path)
        {
            var line = Read({|RH1004:new StreamReader(File.OpenRead(path))|});
            Console.WriteLine(line);
        }
        """);
}
