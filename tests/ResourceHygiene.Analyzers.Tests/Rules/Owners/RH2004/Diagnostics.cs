using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2004;

/// <summary>A constructor that may throw after it acquired something.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("Api.Work();")]
    [InlineData("_size = int.Parse(path);")]
    [InlineData("_size = _held.ReadByte();")]
    [InlineData("if (_held.Length == 0) throw new InvalidDataException();")]
    [InlineData("_other = File.OpenRead(path + \"b\");")]
    [InlineData("Connect();")]
    public Task Then_it_is_lost(string statement) => OwnerCode.InFileWithExceptions(
        $$"""
        sealed class Owner : IDisposable
        {
            private readonly FileStream _held;
            private FileStream? _other;
            private int _size;
            public Owner(string path) { {|RH2004:_held|} = File.OpenRead(path); {{statement}} }
            private void Connect() { if (_size == 0) throw new InvalidOperationException(); }
            public int Size => _size;
            public void Dispose() { _held.Dispose(); _other?.Dispose(); }
        }
        """);

    [Fact]
    public Task Through_a_local() => OwnerCode.InFileWithExceptions(
        """
        sealed class Owner : IDisposable
        {
            private readonly FileStream _held;
            public Owner(string path) { var held = File.OpenRead(path); {|RH2004:_held|} = held; Api.Work(); }
            public void Dispose() => _held.Dispose();
        }
        """);

    [Fact]
    public Task Once_for_each_constructor() => OwnerCode.InFileWithExceptions(
        """
        sealed class Owner : IDisposable
        {
            private readonly FileStream _first;
            private readonly FileStream _second;
            public Owner(string path) { {|RH2004:_first|} = File.OpenRead(path); _second = File.OpenRead(path); Api.Work(); }
            public Owner() { {|RH2004:_first|} = File.OpenRead("a"); _second = File.OpenRead("b"); }
            public void Dispose() { _first.Dispose(); _second.Dispose(); }
        }
        """);

    [Fact]
    public async Task The_message_and_the_severity_of_what_is_scarce()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class Worker : IDisposable
            {
                private readonly FileStream _file;
                public Worker() { {|#0:_file|} = File.OpenRead("a"); Api.Work(); }
                public void Dispose() => _file.Dispose();
            }
            """,
            exceptions: true);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2004").WithLocation(0).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("FileStream in '_file' leaks if 'Work' (line 4) throws, as nobody gets the Worker to dispose it; release it in a 'catch'"));
        await test.RunAsync();
    }

    [Fact]
    public async Task Others_are_a_suggestion()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class Worker : IDisposable
            {
                private readonly Resource _held;
                public Worker() { {|#0:_held|} = new Resource(); Api.Work(); }
                public void Dispose() => _held.Dispose();
            }
            """,
            exceptions: true);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2004").WithLocation(0).WithSeverity(DiagnosticSeverity.Info));
        await test.RunAsync();
    }
}
