namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A local delegate that can only be one lambda or method: what that makes belongs to who calls it.</summary>
public sealed class LocalDelegates
{
    [Theory]
    [InlineData("Func<Resource> make = () => new Resource(); var one = [|make()|]; one.Use();")]
    [InlineData("Func<Stream> open = () => File.OpenRead(path); Stream one = [|open()|]; one.ReadByte();")]
    [InlineData("Func<string, Stream> open = name => { var stream = File.OpenRead(name); return stream; }; var one = [|open(path)|]; one.ReadByte();")]
    [InlineData("var make = () => new Resource(); var one = [|make.Invoke()|]; one.Use();")]
    [InlineData("Func<string, Stream> open = File.OpenRead; var one = [|open(path)|]; one.ReadByte();")]
    [InlineData("Func<string, Stream> f = File.OpenRead; var one = [|f(path)|]; one.ReadByte();")]
    [InlineData("Func<string, Stream> f = System.IO.File.OpenRead; var one = [|f.Invoke(path)|]; one.ReadByte();")]
    [InlineData("Func<Resource> make = Make; var one = [|make()|]; one.Use(); static Resource Make() => new Resource();")]
    [InlineData("Func<Resource> make = () => new Resource(); {|RH1004:make()|}.Use();")]
    [InlineData("Func<Resource> make = () => new Resource(); {|RH1004:make()|};")]
    [InlineData("Func<Resource> make = () => new Resource(); var one = {|RH1002:make()|}; if (flag) return; one.Dispose();")]
    public Task What_it_makes_is_lost(string statements) => LeakCode.InMethod(statements);

    [Fact]
    public Task Awaited() => LeakCode.InAsyncMethod(
        """
        Func<Task<Stream>> open = async () => { await Task.Yield(); return File.OpenRead(path); };
        var one = [|await open()|];
        one.ReadByte();
        """.Replace("[|await open()|]", "await [|open()|]"));

    [Theory]
    [InlineData("Func<Resource> make = () => new Resource(); using var one = make();")]
    [InlineData("Func<string, Stream> open = File.OpenRead; using var one = open(path);")]
    [InlineData("Func<string, Stream> f = File.OpenRead; using var one = f(path);")]
    [InlineData("Func<string, bool> f = File.Exists; var one = f(path);")]
    [InlineData("Func<string, Stream> open = File.OpenRead; if (flag) open = _ => given; var one = open(path); one.ReadByte();")]
    [InlineData("Func<Resource> make = () => new Resource(); var one = make(); one.Dispose();")]
    [InlineData("var kept = new Resource(); Func<Resource> get = () => kept; var one = get(); one.Use(); kept.Dispose();")]
    [InlineData("Func<Stream> get = () => given; var one = get(); one.ReadByte();")]
    [InlineData("Resource? cached = null; Func<Resource> get = () => cached ??= new Resource(); var one = get(); one.Use(); cached?.Dispose();")]
    [InlineData("Func<Resource?> make = () => new Resource(); if (flag) make = () => null; var one = make(); one?.Use();")]
    [InlineData("Func<Resource?> make; make = () => null; var one = make(); one?.Use();")]
    [InlineData("Func<MemoryStream?> get = () => given as MemoryStream; var one = get(); one?.ReadByte();")]
    public Task Nothing_is_lost(string statements) => LeakCode.InMethod(statements);

    [Theory]
    [InlineData("private readonly Func<Resource> _make = () => new Resource(); void M() { var one = _make(); one.Use(); }")]
    [InlineData("void M(Func<Resource> make) { var one = make(); one.Use(); }")]
    public Task Of_delegates_from_elsewhere_nothing_is_known(string members) => LeakCode.InClass(members);
}
