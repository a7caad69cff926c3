namespace ResourceHygiene.Suppressors.Tests;

/// <summary>SonarAnalyzer.CSharp: S2930 and S2931.</summary>
public sealed class SonarTests
{
    private const string Package = "SonarAnalyzer.CSharp";

    [Theory]
    [InlineData("class C : IDisposable { private readonly FileStream _s = new FileStream(\"a\", FileMode.Open); public void Dispose() => Console.Write(_s.Length); }", false)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); s.ReadByte(); } }", false)]
    [InlineData("class C { [Borrowed] private readonly FileStream _s = new FileStream(\"a\", FileMode.Open); public int Read() => _s.ReadByte(); }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); ((IDisposable)s).Dispose(); } }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); var d = (IDisposable)s; d.Dispose(); } }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); (s as IDisposable)?.Dispose(); } }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); if (s is IDisposable d) d.Dispose(); } }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); using (s as IDisposable) { s.ReadByte(); } } }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); try { s.ReadByte(); } finally { ((Stream)s).Dispose(); } } }", true)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); if (s.Length > 0) ((IDisposable)s).Dispose(); } }", false)]
    [InlineData("class C { void M() { var s = new FileStream(\"a\", FileMode.Open); var d = (IDisposable)s; Console.Write(d); } }", false)]
    public Task S2930(string source, bool isSuppressed) => isSuppressed ? Peer.IsSuppressed(Package, "S2930", source) : Peer.Stays(Package, "S2930", source);

    [Theory]
    [InlineData("public class C { [Borrowed] private FileStream _s = new FileStream(\"a\", FileMode.Open); public int Read() => _s.ReadByte(); }")]
    [InlineData("public class C { private FileStream _s; public C(Owner o) { _s = new FileStream(\"a\", FileMode.Open); o.Take(_s); } public int Read() => _s.ReadByte(); }")]
    public Task S2931_of_a_type_that_owns_nothing(string source) => Peer.IsSuppressed(Package, "S2931", source);

    [Theory]
    [InlineData("public class C { private FileStream _s = new FileStream(\"a\", FileMode.Open); public int Read() => _s.ReadByte(); }")]
    [InlineData("public class C { private FileStream _s; public C(Owner o) { _s = new FileStream(\"a\", FileMode.Open); o.Look(_s); } public int Read() => _s.ReadByte(); }")]
    public Task S2931_of_a_type_that_owns_something(string source) => Peer.Stays(Package, "S2931", source);
}
