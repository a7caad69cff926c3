namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>A method returns a collection of resources that it acquired: whoever calls it owes their release.</summary>
public sealed class GivenCollections
{
    private const string Givers =
        """
        private static Resource[] MakeArray(int count)
        {
            var all = new Resource[count];
            for (int i = 0; i < count; i++)
                all[i] = new Resource();
            return all;
        }
        private static List<Stream> OpenAll(string[] paths)
        {
            var all = new List<Stream>();
            foreach (string path in paths)
                all.Add(File.OpenRead(path));
            return all;
        }
        private static Resource[] Project(string[] names) => names.Select(name => new Resource { Name = name }).ToArray();
        private static Resource[] Both() => new[] { new Resource(), new Resource() };
        private static Resource[] Again() => MakeArray(3);
        private static Resource[] Perhaps(bool flag) => flag ? MakeArray(1) : Array.Empty<Resource>();
        private static async Task<Resource[]> MakeAsync() { var all = new List<Resource>(); all.Add(new Resource()); await Task.Yield(); return all.ToArray(); }
        private static Dictionary<string, Resource> MakeMap() { var all = new Dictionary<string, Resource>(); all["a"] = new Resource(); return all; }

        private readonly Resource[] _kept = { new Resource() };
        private readonly List<Resource> _list = new();
        private Resource[] Kept() => _kept;
        private Resource[] Copied() => _list.ToArray();
        private Resource[] Registered() { var one = new Resource(); _list.Add(one); var all = new[] { one }; return all; }
        private List<Resource> Remembered() { var all = new List<Resource>(); var one = new Resource(); all.Add(one); _list.Add(one); return all; }
        private List<Resource> Given(Resource other) { var all = new List<Resource> { other }; return all; }
        private IEnumerable<Resource> Lazy() { yield return new Resource(); }
        public virtual Resource[] Overridable() => MakeArray(1);
        public void Dispose() { foreach (var one in _list) one.Dispose(); foreach (var one in _kept) one.Dispose(); }


        """;

    [Theory]
    [InlineData("foreach (var one in {|RH1006:MakeArray(3)|}) one.Use();")]
    [InlineData("var all = {|RH1006:MakeArray(3)|}; Console.WriteLine(all.Length);")]
    [InlineData("var all = {|RH1006:OpenAll(paths)|}; foreach (var one in all) one.ReadByte();")]
    [InlineData("List<Stream> all = {|RH1006:OpenAll(paths)|}; Console.WriteLine(string.Join(\", \", all));")]
    [InlineData("var all = {|RH1006:Project(paths)|}; all[0].Use();")]
    [InlineData("Console.WriteLine({|RH1006:Both()|}.Length);")]
    [InlineData("var all = {|RH1006:Again()|}; Console.WriteLine(all.Any(one => one.Name == \"a\"));")]
    [InlineData("var all = {|RH1006:Perhaps(true)|}; Array.Reverse(all);")]
    [InlineData("var all = {|RH1006:MakeMap()|}; foreach (var pair in all) pair.Value.Use();")]
    [InlineData("var all = {|RH1006:MakeMap()|}; foreach (var one in all.Values) one.Use();")]
    [InlineData("{|RH1006:MakeArray(3)|}.Count();")]
    [InlineData("if ({|RH1006:MakeArray(2)|} is { Length: 2 }) Console.WriteLine();")]
    [InlineData("if ({|RH1006:MakeArray(2)|} is { Length: 2 } two) two[0].Use();")]
    [InlineData("var all = {|RH1006:MakeArray(3)|}; Print(all);")]
    public Task Only_looked_at(string statements) => LeakCode.InClass(Givers + $"void M(string[] paths) {{ {statements} }} private static void Print(Resource[] all) {{ foreach (var one in all) one.Use(); }}");

    [Theory]
    [InlineData("foreach (var one in {|RH1006:await MakeAsync()|}) one.Use();")]
    [InlineData("var all = await {|RH1006:MakeAsync()|}; all[0].Use();")]
    [InlineData("var all = await {|RH1006:MakeAsync()|}.ConfigureAwait(false); all[0].Use();")]
    public Task Awaited(string statements) => LeakCode.InClass(Givers + $"async Task M() {{ {statements.Replace("{|RH1006:await MakeAsync()|}", "await {|RH1006:MakeAsync()|}")} }}");

    [Theory]
    [InlineData("foreach (var one in MakeArray(3)) one.Dispose();")]
    [InlineData("foreach (var one in MakeArray(3)) using (one) one.Use();")]
    [InlineData("var all = OpenAll(paths); all.ForEach(one => one.Dispose());")]
    [InlineData("var all = MakeArray(3); for (int i = 0; i < all.Length; i++) all[i].Dispose();")]
    [InlineData("var all = MakeArray(3); Release(all);")]
    [InlineData("using var first = MakeArray(1)[0];")]
    [InlineData("var all = MakeArray(3); _list.AddRange(all);")]
    [InlineData("_list.AddRange(MakeArray(3));")]
    [InlineData("var all = MakeArray(3); Task.Run(() => all[0].Dispose());")]
    [InlineData("var all = MakeMap(); foreach (var pair in all) pair.Value.Dispose();")]
    [InlineData("Resource[] all = MakeArray(3); foreach (IDisposable one in all) one.Dispose();")]
    [InlineData("if (MakeArray(2) is { Length: 2 } two) { two[0].Dispose(); two[1].Dispose(); }")]
    [InlineData("if (MakeArray(2) is [var first, var second]) { first.Dispose(); second.Dispose(); }")]
    [InlineData("foreach (var group in MakeArray(3).GroupBy(one => one.Name)) foreach (var one in group) one.Dispose();")]
    [InlineData("foreach (var pair in MakeArray(3).Zip(paths)) pair.First.Dispose();")]
    [InlineData("foreach (var pair in MakeArray(3).Select((one, i) => (one, i))) pair.one.Dispose();")]
    public Task Released_or_handed_on(string statements) => LeakCode.InClass(Givers + $"void M(string[] paths) {{ {statements} }} private static void Release(Resource[] all) {{ foreach (var one in all) one.Dispose(); }}");

    [Theory]
    [InlineData("foreach (var one in Kept()) one.Use();")]
    [InlineData("foreach (var one in Copied()) one.Use();")]
    [InlineData("foreach (var one in Registered()) one.Use();")]
    [InlineData("foreach (var one in Remembered()) one.Use();")]
    [InlineData("foreach (var one in Given(_kept[0])) one.Use();")]
    [InlineData("foreach (var one in Lazy()) one.Use();")]
    [InlineData("foreach (var one in Overridable()) one.Use();")]
    [InlineData("foreach (var one in Array.Empty<Resource>()) one.Use();")]
    public Task Of_somebody_else(string statements) => LeakCode.InClass(Givers + $"void M() {{ {statements} }}");

    [Theory]
    [InlineData("return MakeArray(3);")]
    [InlineData("var all = MakeArray(3); return all;")]
    [InlineData("return MakeArray(3).Where(one => one.Name.Length > 0).ToArray();")]
    public Task Returned(string statements) => LeakCode.InClass(Givers + $"Resource[] M() {{ {statements} }}");

    [Fact]
    public Task Processes_by_name() => LeakCode.InClass(
        """
        int Count() => {|RH1006:System.Diagnostics.Process.GetProcessesByName("a")|}.Length;
        void End() { foreach (var one in System.Diagnostics.Process.GetProcesses()) using (one) one.Kill(); }
        """);
}
