namespace ResourceHygiene.Suppressors.Tests;

/// <summary>Meziantou.Analyzer: MA0100.</summary>
public sealed class MeziantouTests
{
    private const string Package = "Meziantou.Analyzer";

    [Theory]
    [InlineData("Task M() { using var s = new MemoryStream(); s.WriteByte(1); return Task.Delay(1); }")]
    [InlineData("Task M(string p) { using (var s = File.OpenRead(p)) { Console.Write(s.ReadByte()); return Task.Delay(1); } }")]
    public Task MA0100_of_a_task_that_has_nothing_of_it(string member) => Peer.IsSuppressed(Package, "MA0100", $"class C\n{{\n{member}\n}}");

    [Theory]
    [InlineData("Task M(string p) { using var s = File.OpenRead(p); return s.CopyToAsync(Stream.Null); }")]
    [InlineData("Task M(string p) { using var s = File.OpenRead(p); return Use(s); } Task Use(Stream s) => Task.Delay(1);")]
    [InlineData("Task M() { using var r = new Resource(); return Task.Delay(1); }")]
    [InlineData("Stream? _s; Task M(string p) { using var s = File.OpenRead(p); _s = s; return Later(); } Task Later() => Task.Delay(1);")]
    [InlineData("Task M(string p) { using var s = File.OpenRead(p); var t = s.CopyToAsync(Stream.Null); return t; }")]
    [InlineData("Task? _t; Task M(string p) { using var s = File.OpenRead(p); _t = s.CopyToAsync(Stream.Null); return Later(); } Task Later() => _t!;")]
    [InlineData("Task M(string p) { using var s = File.OpenRead(p); Func<Task> f = () => s.CopyToAsync(Stream.Null); return f(); }")]
    public Task MA0100_of_a_task_that_may_need_it(string member) => Peer.Stays(Package, "MA0100", $"class C\n{{\n{member}\n}}");
}
