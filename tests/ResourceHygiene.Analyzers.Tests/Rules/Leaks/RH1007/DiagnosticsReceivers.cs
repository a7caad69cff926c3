using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1007;

/// <summary>The object that is to own the resource fails while it is made, or while its members are set.</summary>
public sealed class DiagnosticsReceivers
{
    [Fact]
    public Task A_constructor_that_reads_what_it_wraps() => TemporaryCode.InFile(
        """
        sealed class Header : IDisposable
        {
            private readonly Stream _stream;
            public Header(Stream stream) { _stream = stream; Version = stream.ReadByte(); }
            public int Version { get; }
            public void Dispose() => _stream.Dispose();
        }
        class C { Header M(string path) => new Header({|RH1007:File.OpenRead(path)|}); }
        """);

    [Fact]
    public Task A_constructor_that_refuses_what_it_reads() => TemporaryCode.InFile(
        """
        sealed class Header : IDisposable
        {
            private readonly Resource _resource;
            public Header(Resource resource) { if (resource.Name.Length == 0) throw new InvalidDataException(); _resource = resource; }
            public void Dispose() => _resource.Dispose();
        }
        class C { Header M() => new Header({|RH1007:new Resource()|}); }
        """);

    [Fact]
    public Task An_archive_reads_its_directory_at_once() => TemporaryCode.InMethod(
        "using var archive = new ZipArchive({|RH1007:File.OpenRead(path)|});");

    [Fact]
    public Task A_factory_method_that_reads_and_wraps() => TemporaryCode.InClass(
        """
        private static Session Wrap(Stream stream) { var session = new Session(stream, stream.ReadByte().ToString()); return session; }
        Session M(string path) => Wrap({|RH1007:File.OpenRead(path)|});
        """);

    [Fact]
    public Task A_member_that_is_computed_after_the_creation() => TemporaryCode.InMethod(
        "using var thing = {|RH1007:new Resource { Name = Load(path) }|};");

    [Fact]
    public Task A_member_beside_a_wrapped_resource() => TemporaryCode.InMethod(
        "using var session = new Session({|RH1007:Connect()|}, \"\") { Name = Load(path) };");

    [Fact]
    public Task A_setter_that_refuses() => TemporaryCode.InFile(
        """
        class Strict : Resource { private int _size; public int Size { get => _size; set { if (value > 3) throw new InvalidOperationException(); _size = value; } } }
        class C { Strict M() => {|RH1007:new Strict { Size = 4 }|}; }
        """);

    [Fact]
    public Task A_resource_in_a_member_before_a_computed_one() => TemporaryCode.InFile(
        """
        class Carrier { public Stream? Stream { get; set; } public int Size { get; set; } }
        class C { Carrier M(string path) => new Carrier { Stream = {|RH1007:File.OpenRead(path)|}, Size = int.Parse(path) }; }
        """);

    [Fact]
    public Task The_elements_of_a_collection_initializer() => TemporaryCode.InClass(
        "List<Stream> M(string path) => new() { {|RH1007:File.OpenRead(path)|}, File.OpenRead(path + \"2\") };");

    [Fact]
    public Task A_fluent_call_with_a_throwing_argument() => TemporaryCode.InFile(
        """
        class Builder : Resource { public Builder With(int size) { Size = size; return this; } public int Size { get; set; } }
        class C { Builder M(string text) => {|RH1007:new Builder()|}.With(int.Parse(text)); }
        """);

    [Fact]
    public Task The_message_names_what_may_throw()
    {
        AnalyzerTest<OwnershipAnalyzer> test = ExceptionCode.Test(TemporaryCode.File(
            "class C { Session M(string path) => new Session({|#0:File.OpenRead(path)|}, {|#1:File.ReadAllText(path)|}); }"));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1007").WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("FileStream (opened here) leaks if 'ReadAllText' throws, as nothing holds it yet; compute that first"));
        return test.RunAsync();
    }
}
