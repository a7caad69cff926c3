namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>What is put into an element, and is the value of an expression as well, has somebody else who keeps it.</summary>
public sealed class PassedOn
{
    [Theory]
    [InlineData("_bar = new Bar(names.Select(name => _byName[name] = new Resource()));")]
    [InlineData("_bar = new Bar(from name in names select _byName[name] = new Resource { Name = name });")]
    [InlineData("_bar = new Bar(new[] { _byName[\"a\"] = new Resource() });")]
    [InlineData("Keep(_byName[\"a\"] = new Resource());")]
    public Task To_who_asked_for_it(string statement) => LeakCode.InFile(Source(statement));

    [Theory]
    [InlineData("_byName[\"a\"] = {|RH1006:new Resource()|};")]
    [InlineData("names.ToList().ForEach(name => _byName[name] = {|RH1006:new Resource()|});")]
    [InlineData("Look(_byName[\"a\"] = {|RH1006:new Resource()|});")]
    public Task To_nobody(string statement) => LeakCode.InFile(Source(statement));

    private static string Source(string statement) =>
        $$"""
        class Bar : IDisposable
        {
            private readonly List<Resource> _parts;
            public Bar(IEnumerable<Resource> parts) => _parts = new List<Resource>(parts);
            public void Dispose() => _parts.ForEach(part => part.Dispose());
        }

        class C : IDisposable
        {
            private readonly Dictionary<string, Resource> _byName = new();
            private readonly List<Resource> _kept = new();
            private Bar? _bar;
            public void M(string[] names)
            {
                {{statement}}
            }

            public int Count => _byName.Count;
            private static void Look(Resource one) => Console.WriteLine(one.Name);
            private void Keep(Resource one) => _kept.Add(one);
            public void Dispose()
            {
                _bar?.Dispose();
                _kept.ForEach(one => one.Dispose());
            }
        }
        """;
}
