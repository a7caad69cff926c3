namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>A query acquires something for each element, and one call keeps all of it: whoever makes that call owes the releases.</summary>
public sealed class ProjectedCollections
{
    private const string Members =
        """
        private readonly List<Resource> _all = new();
        private readonly Dictionary<string, Resource> _byName = new();
        private static FileStream Open(string path) => File.OpenRead(path);
        private static Task<FileStream> OpenAsync(string path) => Task.Run(() => File.OpenRead(path));
        private static Stream[] OpenAll(string[] paths) => paths.Select(path => (Stream)File.OpenRead(path)).ToArray();
        private Resource Known(string name) => _byName[name];
        private Resource Registered(string name) { var one = new Resource(); _all.Add(one); return one; }
        public void Dispose() { foreach (var one in _all) one.Dispose(); foreach (var one in _byName.Values) one.Dispose(); }


        """;

    [Theory]
    [InlineData("var all = {|RH1006:paths.Select(path => File.OpenRead(path)).ToList()|}; Console.WriteLine(all.Sum(one => one.Length));")]
    [InlineData("var all = {|RH1006:paths.Select(File.OpenRead).ToArray()|}; Console.WriteLine(all[0].Length);")]
    [InlineData("var all = {|RH1006:paths.Select(Open).ToArray()|}; Console.WriteLine(all[0].Length);")]
    [InlineData("var all = {|RH1006:paths.Select((path, index) => new StreamReader(path)).ToArray()|}; foreach (var one in all) Console.WriteLine(one.ReadLine());")]
    [InlineData("var all = {|RH1006:paths.AsParallel().Select(path => File.OpenRead(path)).ToArray()|}; Console.WriteLine(all.Length);")]
    [InlineData("var all = {|RH1006:Enumerable.Range(0, 3).Select(_ => { var one = new Resource(); one.Use(); return one; }).ToHashSet()|}; Console.WriteLine(all.Count);")]
    [InlineData("var all = {|RH1006:System.Collections.Immutable.ImmutableArray.ToImmutableArray(paths.Select(File.OpenRead))|}; Console.WriteLine(all[0].Length);")]
    [InlineData("var all = {|RH1006:Array.ConvertAll(paths, File.OpenRead)|}; Console.WriteLine(all.Length);")]
    [InlineData("var all = {|RH1006:paths.ToList().ConvertAll(path => File.OpenRead(path))|}; Console.WriteLine(all.Count);")]
    [InlineData("var all = {|RH1006:paths.ToDictionary(path => path, path => File.OpenRead(path))|}; Console.WriteLine(all[\"a\"].Length);")]
    [InlineData("var all = {|RH1006:paths.Select(File.OpenRead).ToDictionary(one => one.Name)|}; foreach (var one in all.Values) Console.WriteLine(one.Length);")]
    [InlineData("var query = paths.Select(File.OpenRead); var all = {|RH1006:query.ToList()|}; Console.WriteLine(all.Count);")]
    [InlineData("var all = {|RH1006:(from path in paths select File.OpenRead(path)).ToList()|}; Console.WriteLine(all.Count);")]
    [InlineData("_ = {|RH1006:OpenAll(paths)|};")]
    [InlineData("{|RH1006:OpenAll(paths)|};")]
    public Task Only_looked_at(string statements) => LeakCode.InClass(Members + $"void M(string[] paths) {{ {statements} }}");

    [Theory]
    [InlineData("var all = await {|RH1006:Task.WhenAll(paths.Select(OpenAsync))|}; Console.WriteLine(all.Length);")]
    [InlineData("var all = await {|RH1006:Task.WhenAll(paths.Select(path => OpenAsync(path)))|}; foreach (var one in all) Console.WriteLine(one.Length);")]
    [InlineData("var tasks = paths.Select(path => OpenAsync(path)).ToArray(); var all = await {|RH1006:Task.WhenAll(tasks)|}; Console.WriteLine(all.Length);")]
    [InlineData("await {|RH1006:Task.WhenAll(paths.Select(async path => { await Task.Yield(); return File.OpenRead(path); }))|};")]
    public Task Awaited_together(string statements) => LeakCode.InClass(Members + $"async Task M(string[] paths) {{ {statements} }}");

    [Theory]
    [InlineData("var all = paths.Select(File.OpenRead).ToList(); foreach (var one in all) one.Dispose();")]
    [InlineData("var all = paths.Select(File.OpenRead).ToList(); all.ForEach(one => one.Dispose());")]
    [InlineData("foreach (var one in paths.Select(File.OpenRead).ToList()) using (one) one.ReadByte();")]
    [InlineData("var all = paths.ToDictionary(path => path, path => File.OpenRead(path)); foreach (var pair in all) pair.Value.Dispose();")]
    [InlineData("_all.AddRange(paths.Select(path => new Resource()).ToList());")]
    [InlineData("var all = paths.Select(path => new Resource()).ToArray(); foreach (var one in all) _all.Add(one);")]
    [InlineData("var all = paths.Select(path => new Resource()).ToArray(); Hand(all);")]
    [InlineData("var all = await Task.WhenAll(paths.Select(OpenAsync)); foreach (var one in all) await one.DisposeAsync();")]
    [InlineData("var tasks = paths.Select(OpenAsync).ToArray(); await Task.WhenAll(tasks); foreach (var task in tasks) (await task).Dispose();")]
    public Task Released_or_handed_on(string statements) => LeakCode.InClass(Members + $"async Task M(string[] paths) {{ {statements} await Task.Yield(); }} public static Action<Resource[]> Hand {{ get; set; }}");

    [Theory]
    [InlineData("var all = paths.Select(path => Known(path)).ToList(); Console.WriteLine(all.Count);")]
    [InlineData("var all = paths.Select(Known).ToArray(); Console.WriteLine(all.Length);")]
    [InlineData("var all = paths.Select(Registered).ToArray(); Console.WriteLine(all.Length);")]
    [InlineData("var all = paths.Select(path => { var one = new Resource(); _all.Add(one); return one; }).ToArray(); Console.WriteLine(all.Length);")]
    [InlineData("var all = paths.Select(path => _byName[path] = new Resource()).ToArray(); Console.WriteLine(all.Length);")]
    [InlineData("var all = _all.Where(one => one.Name == \"a\").ToList(); Console.WriteLine(all.Count);")]
    [InlineData("var all = _byName.ToDictionary(pair => pair.Key, pair => pair.Value); Console.WriteLine(all.Count);")]
    [InlineData("var all = paths.Select(path => path.Length).ToList(); Console.WriteLine(all.Count);")]
    [InlineData("var lengths = paths.Select(path => { using var one = File.OpenRead(path); return one.Length; }).ToList(); Console.WriteLine(lengths.Count);")]
    public Task Of_somebody_else(string statements) => LeakCode.InClass(Members + $"void M(string[] paths) {{ {statements} }}");

    [Fact]
    public Task Code_that_is_being_typed_names_a_variable_in_its_own_value() => LeakCode.InClass(
        """
        void M(string path)
        {
            using var first = File.OpenRead(path);
            List<FileStream> files = {|CS0165:files|}.ToList();
            var all = {|CS0841:others|}.Select(File.OpenRead).ToList();
            IEnumerable<string> others = all.Select(one => one.Name);
        }
        """);

    [Fact]
    public Task In_an_initializer_by_key() => LeakCode.InClass(
        """
        void M()
        {
            var all = {|RH1006:new Dictionary<string, Stream> { ["a"] = File.OpenRead("a"), ["b"] = File.OpenRead("b") }|};
            Console.WriteLine(all["a"].Length);
        }
        void N()
        {
            var all = new Dictionary<string, Stream> { ["a"] = File.OpenRead("a") };
            foreach (var one in all.Values) one.Dispose();
        }
        """);
}
