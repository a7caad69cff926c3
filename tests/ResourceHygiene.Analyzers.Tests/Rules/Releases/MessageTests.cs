using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Releases;

/// <summary>
/// Messages say what is released twice or used too late, by what and where it was released, and what to do. The release
/// is the additional location.
/// </summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData(
        "var resource = new Resource();\n{|#1:resource.Dispose()|};\n{|#0:resource.Dispose()|};",
        "'resource' was already released by 'Dispose' on line 7; remove this second release")]
    [InlineData(
        "var stream = File.OpenRead(path);\n{|#1:stream.Close()|};\n{|#0:stream.Dispose()|};",
        "'stream' was already released by 'Close' on line 7; remove this second release")]
    [InlineData(
        "var block = Native.Allocate(16);\n{|#1:Native.Free(block)|};\n{|#0:block.Free()|};",
        "'block' was already released by 'Free' on line 7; remove this second release")]
    [InlineData(
        "{|#1:_stream.Dispose()|};\n{|#0:_stream.Dispose()|};",
        "'_stream' was already released by 'Dispose' on line 6; remove this second release")]
    [InlineData(
        "var first = new Resource();\nvar second = first;\n{|#1:first.Dispose()|};\n{|#0:second.Dispose()|};",
        "'second' was already released by 'Dispose' on line 8; remove this second release")]
    public Task Of_a_second_release(string statements, string message) => Verify("RH3001", statements, message);

    [Theory]
    [InlineData(
        "var resource = new Resource();\nif (flag)\n    {|#1:resource.Dispose()|};\n{|#0:resource.Dispose()|};",
        "'resource' may already have been released by 'Dispose' on line 8; release it on one path only")]
    [InlineData(
        "var block = pool.Rent();\nif (flag)\n    {|#1:pool.Return(block)|};\n{|#0:pool.Return(block)|};",
        "'block' may already have been released by 'Return' on line 8; release it on one path only")]
    public Task Of_a_possible_second_release(string statements, string message) => Verify("RH3002", statements, message);

    [Theory]
    [InlineData(
        "var resource = new Resource();\n{|#1:resource.Dispose()|};\n{|#0:resource|}.Use();",
        "'resource' is used after 'Dispose' released it on line 7; release it after its last use")]
    [InlineData(
        "var first = new Resource();\nvar second = first;\n{|#1:first.Dispose()|};\n{|#0:second|}.Use();",
        "'second' is used after 'Dispose' released it on line 8; release it after its last use")]
    [InlineData(
        "{|#1:_stream.Dispose()|};\n{|#0:_stream|}.ReadByte();",
        "'_stream' is used after 'Dispose' released it on line 6; release it after its last use")]
    [InlineData(
        "var block = Native.Allocate(16);\n{|#1:Native.Free(block)|};\nNative.Fill({|#0:block|});",
        "'block' is used after 'Free' released it on line 7; release it after its last use")]
    public Task Of_a_use_after_release(string statements, string message) => Verify("RH3003", statements, message);

    [Theory]
    [InlineData(
        "if (flag)\n    {|#1:given.Dispose()|};\n{|#0:given|}.ReadByte();",
        "'given' may have been released by 'Dispose' on line 7 before this use; release it after its last use")]
    public Task Of_a_possible_use_after_release(string statements, string message) => Verify("RH3004", statements, message);

    [Theory]
    [InlineData(
        "var stream = File.OpenRead(path);\n{|#1:stream.Dispose()|};\nreturn {|#0:stream|};",
        "'stream' is returned, but 'Dispose' on line 7 releases it; hand it over without releasing it")]
    [InlineData(
        "var stream = File.OpenRead(path);\ntry\n{\n    return {|#0:stream|};\n}\nfinally\n{\n    {|#1:stream.Dispose()|};\n}",
        "'stream' is returned, but 'Dispose' on line 13 releases it; hand it over without releasing it")]
    [InlineData(
        "var stream = File.OpenRead(path);\n{|#1:stream.Dispose()|};\n_stream = {|#0:stream|};\nreturn null;",
        "'stream' is stored in '_stream', but 'Dispose' on line 7 releases it; hand it over without releasing it")]
    public Task Of_a_released_resource_that_leaves(string statements, string message) => Verify("RH3005", statements, message, resultType: "Stream?");

    [Theory]
    [InlineData(
        "var buffer = new NativeBuffer();\nvar span = buffer.AsSpan();\n{|#1:buffer.Dispose()|};\n{|#0:span|}.Clear();",
        "'span' looks into 'buffer', which 'Dispose' on line 8 released; release the owner after the last use")]
    [InlineData(
        "var block = Native.Allocate(16);\nvar span = block.AsSpan();\n{|#1:Native.Free(block)|};\n{|#0:span|}.Clear();",
        "'span' looks into 'block', which 'Free' on line 8 released; release the owner after the last use")]
    public Task Of_a_view(string statements, string message) => Verify("RH3006", statements, message);

    // The end of a using has no name of its own; it is called what it is, and its line is where it was written.
    [Theory]
    [InlineData("RH3001", "var resource = new Resource();\nusing (resource)\n    resource.Use();\n{|#0:resource.Dispose()|};\nreturn null;",
        "'resource' was already released by 'using' on line 7; remove this second release")]
    [InlineData("RH3003", "var resource = new Resource();\nusing (resource)\n    resource.Use();\n{|#0:resource|}.Use();\nreturn null;",
        "'resource' is used after 'using' released it on line 7; release it after its last use")]
    [InlineData("RH3005", "using var stream = File.OpenRead(path);\nreturn {|#0:stream|};",
        "'stream' is returned, but 'using' on line 6 releases it; hand it over without releasing it")]
    [InlineData("RH3005", "using var stream = File.OpenRead(path);\n_stream = {|#0:stream|};\nreturn null;",
        "'stream' is stored in '_stream', but 'using' on line 6 releases it; hand it over without releasing it")]
    [InlineData("RH3006", "Span<byte> span;\nusing (var buffer = new NativeBuffer())\n    span = buffer.AsSpan();\n{|#0:span|}.Clear();\nreturn null;",
        "'span' looks into 'buffer', which 'using' on line 7 released; release the owner after the last use")]
    public Task Of_a_release_by_using(string id, string statements, string message)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements, "Stream?");
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithMessage(message));
        return test.RunAsync();
    }

    private static Task Verify(string id, string statements, string message, string resultType = "void")
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements, resultType);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithMessage(message).WithAdditionalLocations(1));
        return test.RunAsync();
    }

    // The statements begin on line 6.
    private static AnalyzerTest<OwnershipAnalyzer> Test(string statements, string resultType) => ReleaseCode.Test(
        $$"""
        class C
        {
            private Stream _stream = Stream.Null;
            {{resultType}} M(string path, bool flag, Stream given, BlockPool pool)
            {
        {{statements}}
            }
        }
        """);
}
