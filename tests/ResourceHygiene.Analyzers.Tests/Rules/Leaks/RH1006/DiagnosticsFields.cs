using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>A private collection gets resources, and no part of the type takes them out again.</summary>
public sealed class DiagnosticsFields
{
    [Fact]
    public Task A_list_that_only_grows() => LeakCode.InClass(
        """
        private readonly List<Resource> _all = new();
        public void Add() => _all.Add({|RH1006:new Resource()|});
        public int Count => _all.Count;
        """);

    [Theory]
    [InlineData("public string Read(string key) => _byName.GetOrAdd(key, name => {|RH1006:new Resource()|}).Name;")]
    [InlineData("public Resource Get(string key) => _byName.GetOrAdd(key, name => {|RH1006:new Resource()|});")]
    [InlineData("public Resource Get(string key) => _byName.GetOrAdd(key, name => { Console.WriteLine(name); return {|RH1006:new Resource()|}; });")]
    public Task A_cache_that_its_owner_only_clears(string member) => LeakCode.InFile(
        $$"""
        using System.Collections.Concurrent;
        sealed class C : IDisposable
        {
            private readonly ConcurrentDictionary<string, Resource> _byName = new();
            {{member}}
            public void Dispose() => _byName.Clear();
        }
        """);

    [Fact]
    public Task Through_a_variable() => LeakCode.InClass(
        """
        private readonly List<Stream> _open = new();
        public void Open(string path)
        {
            var stream = File.OpenRead(path);
            stream.Position = 3;
            this._open.Add({|RH1006:stream|});
        }
        """);

    [Fact]
    public Task A_dictionary_made_in_the_constructor() => LeakCode.InClass(
        """
        private readonly Dictionary<string, Resource> _byName;
        public C() { _byName = new Dictionary<string, Resource>(); }
        public void Add(string name) => _byName[name] = {|RH1006:new Resource()|};
        public void Use() { foreach (var pair in _byName) pair.Value.Use(); }
        """);

    [Fact]
    public Task A_lazily_made_list() => LeakCode.InClass(
        """
        private List<Resource>? _all;
        public void Add()
        {
            _all ??= new List<Resource>();
            _all.Add({|RH1006:new Resource()|});
        }
        """);

    [Fact]
    public Task An_array() => LeakCode.InClass(
        """
        private readonly Resource[] _slots = new Resource[4];
        public void Fill() { for (int i = 0; i < _slots.Length; i++) _slots[i] = {|RH1006:new Resource()|}; }
        """);

    [Fact]
    public Task A_Dispose_that_forgets_it() => LeakCode.InFile(
        """
        sealed class Owner : IDisposable
        {
            private readonly List<Resource> _all = new();
            private readonly Resource _other = new();
            public void Add() => _all.Add({|RH1006:new Resource()|});
            public void Dispose() { _other.Dispose(); _all.Clear(); }
        }
        """);

    [Fact]
    public Task The_message_names_the_collection_and_its_first_element()
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test(
            """
            class C
            {
                void M(string path)
                {
                    var open = {|#0:new List<Stream>()|};
                    open.Add({|#1:File.OpenRead(path)|});
                    open.Add(File.OpenRead(path + "2"));
                }
            }
            """);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1006").WithLocation(0).WithAdditionalLocations(1).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("'open' collects resources (first added on line 6: FileStream) that nothing releases; release each element when done"));
        return test.RunAsync();
    }

    [Fact]
    public Task Minor_elements_are_a_suggestion()
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test(
            """
            class C
            {
                void M()
                {
                    var all = {|#0:new List<MemoryStream>()|};
                    all.Add(new MemoryStream());
                }
            }
            """);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1006").WithLocation(0).WithSeverity(DiagnosticSeverity.Info));
        return test.RunAsync();
    }
}
