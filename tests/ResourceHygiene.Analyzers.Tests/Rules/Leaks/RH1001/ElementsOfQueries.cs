namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A query makes a resource for each element, and one call takes one of them: nothing else has it.</summary>
public sealed class ElementsOfQueries
{
    [Theory]
    [InlineData("var one = [|paths.Select(File.OpenRead).First()|]; one.ReadByte();")]
    [InlineData("var one = [|paths.Select(each => File.OpenRead(each)).FirstOrDefault()|]; one?.ReadByte();")]
    [InlineData("var one = [|paths.Select(each => new Resource { Name = each }).Single()|]; one.Use();")]
    [InlineData("var one = [|paths.Select(File.OpenRead).Last()|]; one.ReadByte();")]
    [InlineData("var one = [|paths.Select(File.OpenRead).ElementAt(1)|]; one.ReadByte();")]
    [InlineData("var one = [|paths.Select(File.OpenRead).Where(each => each.CanSeek).First()|]; one.ReadByte();")]
    [InlineData("var one = [|(from each in paths select File.OpenRead(each)).First()|]; one.ReadByte();")]
    [InlineData("{|RH1004:paths.Select(File.OpenRead).First()|}.ReadByte();")]
    [InlineData("var one = [|paths.Select(File.OpenRead).Select(each => new StreamReader(each)).First()|]; one.Read();")]
    [InlineData("var one = [|paths.Select(each => new StreamReader(File.OpenRead(each))).First()|]; one.Read();")]
    [InlineData("var one = {|RH1002:paths.Select(File.OpenRead).First()|}; if (paths.Length > 2) return; one.Dispose();")]
    [InlineData("var one = [|First(paths)|]; one.ReadByte();")]
    public Task Nobody_releases_it(string statements) => InMethod(statements);

    [Theory]
    [InlineData("using var one = paths.Select(File.OpenRead).First();")]
    [InlineData("var one = paths.Select(File.OpenRead).FirstOrDefault(); one?.Dispose();")]
    [InlineData("_one = paths.Select(File.OpenRead).First();")]
    [InlineData("using var reader = new StreamReader(paths.Select(File.OpenRead).First());")]
    [InlineData("var one = _all.Select(each => each).First(); one.ReadByte();")]
    [InlineData("var one = _all.First(); one.ReadByte();")]
    [InlineData("var one = paths.Select(Find).First(); one.ReadByte();")]
    [InlineData("var one = paths.Select(each => { var made = File.OpenRead(each); _all.Add(made); return made; }).First(); one.ReadByte();")]
    [InlineData("var one = _all.Select(each => new StreamReader(each)).First(); one.Read();")]
    [InlineData("var one = _all.Where(each => each.CanRead).Select(Around).First(); one.Read();")]
    [InlineData("using var file = File.OpenRead(paths[0]); var one = paths.Select(each => new StreamReader(file)).First(); one.Read();")]
    [InlineData("var all = _all.Select(each => new StreamReader(each)).ToList(); Console.WriteLine(all.Count);")]
    [InlineData("long length = paths.Select(each => each.Length).First(); Console.WriteLine(length);")]
    public Task Released_or_held_by_others(string statements) => InMethod(statements);

    private static Task InMethod(string statements) => LeakCode.InClass(
        $$"""
        private readonly List<FileStream> _all = new();
        private FileStream? _one;
        private static StreamReader Around(Stream stream) => new(stream);
        private FileStream Find(string path) => _all.Find(one => one.Name == path)!;
        private static FileStream First(string[] paths) => paths.Select(File.OpenRead).First();
        void M(string[] paths) { {{statements}} }
        public void Dispose() { foreach (var one in _all) one.Dispose(); _one?.Dispose(); }
        """);
}
