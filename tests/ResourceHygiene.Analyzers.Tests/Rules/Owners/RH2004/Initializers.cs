namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2004;

/// <summary>What an initializer acquired is lost when the constructor then throws for certain; what it calls is no reason.</summary>
public sealed class Initializers
{
    [Theory]
    [InlineData("public Owner(string path) { if (path.Length == 3) throw new InvalidDataException(); }")]
    [InlineData("public Owner(string path) { if (path.Length == 3) Fail(); } private static void Fail() => throw new InvalidDataException();")]
    [InlineData("public Owner() : this(\"a\") { } public Owner(string path) { throw new InvalidDataException(path); }")]
    public Task Then_it_is_lost(string members) => Owner("{|RH2004:_held|}", members);

    [Theory]
    [InlineData("public Owner(string path) { }")]
    [InlineData("public Owner(string path) { Api.Work(); }")]
    [InlineData("public Owner(string path) { if (path.Length == 3) throw new ArgumentException(path); }")]
    [InlineData("public Owner(string path) { if (path.Length == 3) throw new PathException(); } sealed class PathException : ArgumentException { }")]
    [InlineData("public Owner(string path) { if (path.Length == 3) { _held.Dispose(); throw new InvalidDataException(); } }")]
    [InlineData("public Owner(string path) { try { if (path.Length == 3) throw new InvalidDataException(); } catch { Dispose(); throw; } }")]
    [InlineData("public Owner(string path) { Run = () => throw new InvalidDataException(); } public Action Run { get; }")]
    [InlineData("public Owner(string path) { if (path.Length == 3) throw new InvalidDataException(); } ~Owner() => Dispose();")]
    public Task Nothing_is_lost(string members) => Owner("_held", members);

    [Theory]
    [InlineData("if (_held == null && path.Length > 3) throw new InvalidDataException();")]
    [InlineData("if (_held is null) throw new InvalidDataException();")]
    public Task Nothing_was_acquired(string check) => OwnerCode.InFileWithExceptions(
        $$"""
        sealed class Owner : IDisposable
        {
            private readonly FileStream? _held;
            public Owner(string path) { _held = File.OpenRead(path); {{check}} }
            public void Dispose() => _held?.Dispose();
        }
        """);

    private static Task Owner(string held, string members) => OwnerCode.InFileWithExceptions(
        $$"""
        sealed class Owner : IDisposable
        {
            private readonly FileStream {{held}} = File.OpenRead("a");
            {{members}}
            public void Dispose() => _held.Dispose();
        }
        """);
}
