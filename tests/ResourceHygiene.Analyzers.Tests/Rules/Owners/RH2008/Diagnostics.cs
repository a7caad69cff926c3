using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2008;

/// <summary>A static collection that only grows.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("private static readonly Dictionary<string, Resource> {|RH2008:s_all|} = new(); public static void Put(string name) => s_all[name] = new Resource();")]
    [InlineData("private static readonly ConcurrentBag<HttpClient> {|RH2008:s_all|} = new(); public static HttpClient Make() { var made = new HttpClient(); s_all.Add(made); return made; }")]
    [InlineData("private static readonly Stack<Resource> {|RH2008:s_all|} = new(); public static Resource Top() { s_all.Push(new Resource()); return s_all.Peek(); }")]
    [InlineData("private static readonly LinkedList<Resource> {|RH2008:s_all|} = new(); public static void Add() => s_all.AddLast(new Resource());")]
    [InlineData("private static readonly List<Resource> {|RH2008:s_all|} = new(); public static void Add() { lock (s_all) { s_all.Add(new Resource()); } }")]
    [InlineData("private static readonly Queue<FileStream> {|RH2008:s_all|} = new(); public static void Open(string path) => s_all.Enqueue(File.OpenRead(path)); public static int Count => s_all.Count;")]
    public Task It_only_grows(string members) => OwnerCode.InFile($"static class Cache {{ {members} }}");

    [Fact]
    public async Task The_message()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            static class Cache
            {
                private static readonly Dictionary<string, FileStream> {|#0:s_files|} = new();
                public static void Open(string path) => s_files[path] = File.OpenRead(path);
            }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2008").WithLocation(0)
            .WithMessage("'s_files' gets a FileStream (line 4) again and again, and nothing ever takes one out; bound it, or release what is replaced"));
        await test.RunAsync();
    }
}
