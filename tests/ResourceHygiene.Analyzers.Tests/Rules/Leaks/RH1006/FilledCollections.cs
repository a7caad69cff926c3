namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>A method fills a collection that its caller made with what it acquires for it: whoever made the collection owes the release.</summary>
public sealed class FilledCollections
{
    private const string Fillers =
        """
        private readonly List<Stream> _own = new();
        private static void Fill(List<Stream> into, string[] paths) { foreach (string path in paths) into.Add(File.OpenRead(path)); }
        private static void FillArray(Stream[] into, string[] paths) { for (int i = 0; i < into.Length; i++) into[i] = File.OpenRead(paths[i]); }
        private static void FillAgain(List<Stream> into, string[] paths) => Fill(into, paths);
        private static void Copy(List<Stream> from, List<Stream> into) { foreach (Stream one in from) into.Add(one); }
        private static void Round(List<Stream> into, string[] paths) { if (paths.Length > 0) Round(into, paths); }
        private void FillBoth(List<Stream> into, string path) { var one = File.OpenRead(path); _own.Add(one); into.Add(one); }
        public void Dispose() { foreach (var one in _own) one.Dispose(); }


        """;

    [Theory]
    [InlineData("var all = {|RH1006:new List<Stream>()|}; Fill(all, paths); Console.WriteLine(all.Count);")]
    [InlineData("var all = {|RH1006:new Stream[paths.Length]|}; FillArray(all, paths); Console.WriteLine(all[0].Length);")]
    [InlineData("List<Stream> all = {|RH1006:new()|}; FillAgain(all, paths); foreach (var one in all) Console.WriteLine(one.Length);")]
    public Task Only_looked_at(string statements) => LeakCode.InClass(Fillers + $"void M(string[] paths) {{ {statements} }}");

    [Theory]
    [InlineData("var all = new List<Stream>(); Fill(all, paths); foreach (var one in all) one.Dispose();")]
    [InlineData("var all = new List<Stream>(); Fill(all, paths); _own.AddRange(all);")]
    [InlineData("var all = new List<Stream>(); Copy(_own, all); Console.WriteLine(all.Count);")]
    [InlineData("var all = new List<Stream>(); FillBoth(all, paths[0]); Console.WriteLine(all.Count);")]
    [InlineData("var all = new List<Stream>(); Round(all, paths); Console.WriteLine(all.Count);")]
    [InlineData("Fill(given, paths); Console.WriteLine(given.Count);")]
    [InlineData("Fill(_own, paths);")]
    public Task Released_or_of_somebody_else(string statements) => LeakCode.InClass(Fillers + $"void M(string[] paths, List<Stream> given) {{ {statements} }}");
}
